// A separate process for tests: restores a backup into the place that the environment names, and is killed at the change of
// the file system with this number. If there are fewer, it says how many there were.
import { killAtChange } from "./kill-at-change";

const [root = "", at] = process.argv.slice(2);
const changes = killAtChange(["open", "rename", "rm", "mkdir", "chmod"], Number(at));
const { restoreBackup } = await import("../../lib/restore/restore-backup");
const wanted = { shop: null, secrets: [], journal: null, withoutJournal: true };
await restoreBackup(root, null, { ...wanted, now: new Date() });
console.log(changes());
