const door = Symbol.for("filekiosk.file-door");

/** Called by Next once per process, before the first request. */
export async function register(): Promise<void> {
  // The condition has to stand here: Next cuts the branch, and with it Node's modules, from the build for the edge.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { boot } = await import("./lib/boot");
    const { default: fileDoor } = await import("./pages/api/files/[fileId]");
    // For scripts/start.mjs, which is not part of the bundle.
    (globalThis as { [door]?: typeof fileDoor })[door] = fileDoor;
    await boot();
  }
}
