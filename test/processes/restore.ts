// A separate process for tests: restores a backup into the place that the environment names, and is killed at the change of
// the file system with this number. If there are fewer, it says how many there were.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [root = "", at] = process.argv.slice(2);
let changes = 0;
for (const name of ["open", "rename", "rm", "mkdir", "chmod"] as const) {
  const real = fs.promises[name] as (...args: unknown[]) => Promise<unknown>;
  const counted = (...args: unknown[]) => {
    changes += 1;
    if (changes === Number(at)) process.kill(process.pid, "SIGKILL");
    return real(...args);
  };
  fs.promises[name] = counted as never;
}
syncBuiltinESMExports();
const { restoreBackup } = await import("../../lib/restore/restore-backup");
const wanted = { shop: null, secrets: [], journal: null, withoutJournal: true };
await restoreBackup(root, null, { ...wanted, now: new Date() });
console.log(changes);
