import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";

/**
 * Simulates a process that dies before a chosen step: once it is dead, nothing changes on the disk or in the database
 * any more, whatever code still runs. The result is the same as with `kill -9`, in a few milliseconds per death.
 */

const mutating = ["mkdir", "writeFile", "truncate", "rename", "rm", "copyFile", "unlink", "utimes"] as const;
const handleMethods = ["write", "writeFile", "truncate", "sync", "datasync"] as const;

// biome-ignore lint/suspicious/noExplicitAny: functions of every shape are wrapped alike.
type AnyFunction = (...args: any[]) => any;

export type Mortal = {
  /** Steps done since `live`. */
  steps(): number;
  isDead(): boolean;
  /** Starts a life that ends before the given step, counted from 0. */
  live(stepsUntilDeath: number): void;
  /** Nothing dies any more. */
  revive(): void;
  /** Takes the wrappers off. */
  restore(): void;
};

/** Wraps file system and SQLite of this process. */
export async function makeMortal(): Promise<Mortal> {
  let left = Number.POSITIVE_INFINITY;
  let count = 0;
  let dead = false;
  const step = () => {
    if (!dead && left <= 0) dead = true;
    if (dead) throw new Error("the process is dead");
    left -= 1;
    count += 1;
  };
  const undo: (() => void)[] = [];
  const wrap = (owner: object, name: string, isStep: (...args: never[]) => boolean) => {
    const original = (owner as Record<string, AnyFunction>)[name] as AnyFunction;
    const wrapped = function (this: unknown, ...args: unknown[]) {
      if (dead || isStep(...(args as never[]))) step();
      return original.apply(this, args);
    };
    Object.defineProperty(owner, name, { value: wrapped, configurable: true, writable: true });
    undo.push(() => Object.defineProperty(owner, name, { value: original, configurable: true, writable: true }));
  };
  const wrapAsync = (owner: object, name: string, isStep: (...args: never[]) => boolean) => {
    const original = (owner as Record<string, AnyFunction>)[name] as AnyFunction;
    const wrapped = async function (this: unknown, ...args: unknown[]) {
      if (isStep(...(args as never[]))) step();
      return original.apply(this, args);
    };
    Object.defineProperty(owner, name, { value: wrapped, configurable: true, writable: true });
    undo.push(() => Object.defineProperty(owner, name, { value: original, configurable: true, writable: true }));
  };

  for (const name of mutating) wrapAsync(fs.promises, name, () => true);
  wrapAsync(fs.promises, "open", (_path: string, flags: unknown) => flags !== "r" && flags !== undefined);
  const sample = await fs.promises.open(process.execPath, "r");
  for (const name of handleMethods) wrapAsync(Object.getPrototypeOf(sample), name, () => true);
  await sample.close();
  syncBuiltinESMExports();

  const Database = createRequire(import.meta.url)("better-sqlite3") as { prototype: object };
  const isWrite = (sql: string) => /^\s*(insert|update|delete|commit|replace)/i.test(sql);
  wrap(Database.prototype, "prepare", isWrite);
  wrap(Database.prototype, "exec", isWrite);

  return {
    steps: () => count,
    isDead: () => dead,
    live(stepsUntilDeath) {
      left = stepsUntilDeath;
      count = 0;
      dead = false;
    },
    revive() {
      left = Number.POSITIVE_INFINITY;
      dead = false;
    },
    restore() {
      for (const back of undo) back();
      syncBuiltinESMExports();
    },
  };
}
