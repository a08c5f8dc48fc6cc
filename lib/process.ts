import "server-only";
import { randomUUID } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";

const registry = Symbol.for("filekiosk.per-process");

type Registry = Map<string, unknown>;

function values(): Registry {
  const holder = globalThis as { [registry]?: Registry };
  holder[registry] ??= new Map();
  return holder[registry];
}

/**
 * One value per process, made at the first call. Next bundles app routes, Pages API routes and instrumentation apart,
 * so that one process has several copies of a module: anything that must exist once (database, chain clients, job
 * runner) goes through here instead of a module variable.
 *
 * @param key one name per value, such as "database"
 * @param make called once; when it throws, nothing is kept and the next call tries again
 */
export function perProcess<T>(key: string, make: () => T): T {
  const kept = values();
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

/** Drops a value so that the next `perProcess` makes a new one. Returns the dropped value, for closing it. */
export function forgetPerProcess(key: string): unknown {
  const kept = values();
  const value = kept.get(key);
  kept.delete(key);
  return value;
}

/** The unique name of this process: machine and process namespace, process number, and a random part. */
export function processName(): string {
  return perProcess("process-name", () => `${ourPlace()} ${process.pid} ${randomUUID()}`);
}

/** True when the name is of a process of this machine that has ended. False for other machines, since that is unknown. */
export function isProcessGone(name: string): boolean {
  const [place, pid] = name.split(" ");
  if (place !== ourPlace() || name === processName()) return false;
  // Our own number under another name: an earlier process had it, as in a restarted container.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function ourPlace(): string {
  let namespace = "";
  try {
    namespace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Only Linux has them.
  }
  return `${hostname()} ${namespace}`.replaceAll(" ", "/");
}
