import "server-only";

import { type Prisma, PrismaClient } from "@/generated/sqlite/client/client";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { migrate } from "./migrate";
import { prepareFor } from "./prepared";
import { BUSY_TIMEOUT, type ChangeMarks, sqliteAdapter } from "./sqlite-adapter";

/** The database. Inside `$transaction` use only the client it passes on (`Tx`): this one would wait for its end. */
export type Db = PrismaClient;

/** The client inside `db().$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient;

const KEY = "database";

/** `read`: results of `whileUnchanged`, all of them read after `mark` was taken. */
type Connection = ChangeMarks & {
  client: Db;
  kept: { mark: string | null; read: Map<string, unknown> };
};

/** The most results that `whileUnchanged` keeps. */
const MAX_CACHED = 1_000;

function connect(url: string): Connection {
  const adapter = sqliteAdapter(url);
  const client = new PrismaClient({
    adapter,
    // A transaction waits for others of this process and for other processes; it never waits for the network inside.
    transactionOptions: { maxWait: BUSY_TIMEOUT, timeout: BUSY_TIMEOUT },
  });
  prepareFor(client, adapter);
  return { client, changeMark: adapter.changeMark, kept: { mark: null, read: new Map() } };
}

const connection = () => perProcess(KEY, () => connect(settings().databaseUrl));

/** The database of the settings, one connection per process. Migrated by `boot`. */
export function db(): Db {
  return connection().client;
}

/**
 * Reads once, and returns the same result until anything in the database changes, by this process or by another. Never
 * stale, so it may decide about money; useful if many requests in a row only read. Not inside a transaction. It must
 * read none of `TABLES_OF_SALES`: their changes may go unnoticed, so that sales discard no cached results.
 *
 * @param key names the query with all its parameters
 * @param read uses `db()`. Its result is shared: callers must not change it
 */
export async function whileUnchanged<T>(key: string, read: () => Promise<T>): Promise<T> {
  const { changeMark, kept } = connection();
  // Taken before reading: a change in between makes this mark outdated, and it never matches again.
  const mark = await changeMark();
  if (mark === null) return read();
  if (mark !== kept.mark || kept.read.size >= MAX_CACHED) {
    kept.mark = mark;
    kept.read.clear();
  }
  if (kept.read.has(key)) return kept.read.get(key) as T;
  const value = await read();
  if (kept.mark === mark) kept.read.set(key, value);
  return value;
}

/** Closes the process's connection; the next `db()` opens a new one. */
export async function closeDb(): Promise<void> {
  const open = forgetPerProcess(KEY) as Connection | undefined;
  await open?.client.$disconnect();
}

/**
 * Opens another database, migrated. For scripts and tests, which close it with `$disconnect`.
 *
 * @param url `file:` and an absolute path
 */
export async function openDatabase(url: string): Promise<Db> {
  await migrate(url);
  return connect(url).client;
}

/** True when a write failed because a unique value already exists. Never catch it inside a transaction. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "P2002";
}
