// npm run bench-migration -- [--payments N] [--folder FOLDER]: how long the migration of a release's database takes.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { MB } from "./measurement";
import { fillRelease } from "./migration-rows";

const { values } = parseArgs({
  options: { payments: { type: "string", default: "1000000" }, folder: { type: "string", default: tmpdir() } },
});
const payments = Number(values.payments);
if (!Number.isSafeInteger(payments) || payments < 100)
  throw new Error("--payments must be a whole number of at least 100.");

const folder = mkdtempSync(join(values.folder, "filekiosk-migration-"));
const path = join(folder, "filekiosk.db");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(1));
process.on("SIGTERM", () => process.exit(1));
try {
  console.log(`${new Date().toISOString()}, ${availableParallelism()} cores, load before: ${loadavg()[0]?.toFixed(2)}`);
  const began = performance.now();
  fillRelease(path, payments);
  const before = sizeOf(folder);
  console.log(`${payments} payments, ${megabytes(before)}, made in ${since(began)}`);
  const { seconds, processor, memory, peak } = await migrateWatched();
  const after = statSync(path).size;
  console.log(`migrated in ${seconds.toFixed(1)} s, ${((1e6 * seconds) / payments).toFixed(1)} µs for each payment`);
  console.log(
    `processor time ${processor.toFixed(1)} s, ${((1e6 * processor) / payments).toFixed(1)} µs for each payment`,
  );
  console.log(
    `disk: ${megabytes(before)} before, ${megabytes(peak)} at most with the copy (${(peak / before).toFixed(2)} times), ${megabytes(after)} after`,
  );
  console.log(`memory: ${megabytes(memory)} at most; load after: ${loadavg()[0]?.toFixed(2)}`);
  judge();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function migrateWatched() {
  const args = ["--import", "tsx", "--conditions=react-server", join(import.meta.dirname, "migration-program.ts")];
  const env = { ...process.env, SQLITE_TMPDIR: folder };
  const program = spawn(process.execPath, [...args, `file:${path}`], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(program, "exit");
  const output = text(program.stdout);
  let peak = 0;
  const watch = async () => {
    while (program.exitCode === null && program.signalCode === null) {
      peak = Math.max(peak, sizeOf(folder) + unlinkedSizeOf(program.pid ?? 0));
      await sleep(100);
    }
  };
  await Promise.all([ended, watch()]);
  if (program.exitCode !== 0) throw new Error("The migration failed.");
  const last = (await output).trim().split("\n").at(-1) ?? "";
  return { ...(JSON.parse(last) as { seconds: number; processor: number; memory: number }), peak };
}

/** The size of all files in a folder, in bytes. */
function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    try {
      return sum + statSync(join(folder, name)).size;
    } catch {
      return sum;
    }
  }, 0);
}

/** The size of SQLite's temporary files in bytes: it deletes them as soon as it has opened them. */
function unlinkedSizeOf(pid: number): number {
  const open = `/proc/${pid}/fd`;
  try {
    return readdirSync(open).reduce((sum, fd) => {
      const isTemporary = readlinkSync(join(open, fd)).includes("etilqs_");
      return isTemporary ? sum + statSync(join(open, fd)).size : sum;
    }, 0);
  } catch {
    return 0;
  }
}

/** Checks that no payment was lost. */
function judge(): void {
  const database = new Database(path, { readonly: true });
  const count = (sql: string) => database.prepare(`SELECT count(*) FROM ${sql}`).pluck().get() as number;
  const orders = count(`"Order"`);
  const entitled = count(`"Entitlement"`);
  database.close();
  console.log(`${orders} orders, ${entitled} entitlements`);
  if (orders < payments) throw new Error("Payments were lost.");
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MB)} MB`;
}

function since(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}
