// A separate process for tests: writes a backup of the shop that the environment names, and is killed at the change of the
// file system with this number. If there are fewer, it says how many there were.
import { killAtChange } from "./kill-at-change";

const [root = "", at] = process.argv.slice(2);
const changes = killAtChange(["open", "rename", "rm", "mkdir"], Number(at));
const { writeBackup } = await import("../../lib/backup/write-backup");
const { closeDb } = await import("../../lib/db/client");
await writeBackup(root, { now: new Date("2026-12-02T00:00:00Z"), madeBy: "test" });
await closeDb();
console.log(changes());
