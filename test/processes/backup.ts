// A separate process for tests: writes a backup of the shop that the environment names, and is killed at the change of the
// file system with this number. If there are fewer, it says how many there were.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [root = "", at] = process.argv.slice(2);
let changes = 0;
for (const name of ["open", "rename", "rm", "mkdir"] as const) {
  const real = fs.promises[name] as (...args: unknown[]) => Promise<unknown>;
  const counted = (...args: unknown[]) => {
    changes += 1;
    if (changes === Number(at)) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
  fs.promises[name] = counted as never;
}
syncBuiltinESMExports();
const { writeBackup } = await import("../../lib/backup/write-backup");
const { closeDb } = await import("../../lib/db/client");
await writeBackup(root, { now: new Date("2026-12-02T00:00:00Z"), madeBy: "test" });
await closeDb();
console.log(changes);
