import process from "node:process";

// Loaded before a program that `startProgram` starts: when its parent is gone, even by kill -9, the channel between
// them closes, and the program stops as if it had been asked to.
if (process.connected) {
  process.once("disconnect", () => {
    if (!process.emit("SIGTERM", "SIGTERM")) process.exit(1);
  });
}
