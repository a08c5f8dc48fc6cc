import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { type Db, db, type Tx } from "../lib/db/client";
import { watchPrepared } from "../lib/db/prepared";
import { perProcess } from "../lib/process";

/**
 * Simulates a process that dies before a chosen step: once it is dead, nothing changes on the disk or in the database
 * any more, whatever code still runs. The result is the same as with `kill -9`, in a few milliseconds per death.
 *
 * Of the database, steps are the client's writes, prepared statements included, and the commits of transactions, so
 * every provider dies alike.
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

/** Wraps file system and database of this process. */
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

  const isWrite = (operation: string) => /^(?:create|update|upsert|delete|\$executeRaw)/.test(operation);
  const connections = new Map<{ client: Db }, Db>();
  const wrapDatabase = () => {
    const client = db();
    const connection = perProcess<{ client: Db }>("database", () => {
      throw new Error("There is no connection.");
    });
    if (connections.has(connection)) return;
    connections.set(connection, client);
    connection.client = mortalClient(client, (operation) => {
      if (dead || isWrite(operation)) step();
    });
  };
  undo.push(() => {
    for (const [connection, client] of connections) connection.client = client;
  });

  return {
    steps: () => count,
    isDead: () => dead,
    live(stepsUntilDeath) {
      // Each process has a connection of its own.
      wrapDatabase();
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

type Work = (tx: Tx) => Promise<unknown>;

/** @param before called before each operation and each commit, with its name; what it throws happens instead of it */
function mortalClient(client: Db, before: (operation: string) => void): Db {
  const watched = client.$extends({
    query: {
      $allOperations({ operation, args, query }) {
        before(operation);
        return query(args);
      },
    },
  }) as unknown as Db;
  const beforePrepared = (kind: "read" | "write") => before(kind === "write" ? "update" : "find");
  const transaction = watched.$transaction.bind(watched) as (work: Work, options?: object) => Promise<unknown>;
  const committing = (work: Work, options?: object) =>
    transaction(async (tx) => {
      watchPrepared(tx, tx, beforePrepared);
      const result = await work(tx);
      before("update");
      return result;
    }, options);
  const mortal = new Proxy(watched, {
    get: (target, name) => (name === "$transaction" ? committing : Reflect.get(target, name)),
  });
  watchPrepared(mortal, client, beforePrepared);
  return mortal;
}
