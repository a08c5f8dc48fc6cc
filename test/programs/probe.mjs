// What a worker can reach, reported as the reason why it made no picture.
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { giveUp } from "../../lib/previews/programs/stdio.mjs";

const { file, port } = JSON.parse(process.argv[2]);
const attempt = (work) => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};
// A write beyond the limit would end the process instead of failing.
process.on("SIGXFSZ", () => {});
const wrote = attempt(() => writeFileSync(file, "x"));
const read = attempt(() => readFileSync(file));
const sawSettings = attempt(() => readFileSync(`/proc/${process.ppid}/environ`));
const signalled = attempt(() => process.kill(process.ppid, 0));
const reached = await new Promise((resolve) => {
  const socket = connect(port, "127.0.0.1");
  socket.once("connect", () => resolve(true));
  socket.once("error", () => resolve(false));
});
giveUp(
  new Error(
    JSON.stringify({
      env: Object.keys(process.env)
        .slice(0, 8)
        .map((name) => name.slice(0, 20)),
      wrote,
      read,
      sawSettings,
      signalled,
      reached,
    }),
  ),
);
process.exit(0);
