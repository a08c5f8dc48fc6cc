import "server-only";

import { type Prisma, PrismaClient } from "@/generated/sqlite/client/client";
import { settings } from "../env";
import { forgetPerProcess, perProcess } from "../process";
import { migrate } from "./migrate";
import { BUSY_TIMEOUT, sqliteAdapter } from "./sqlite-adapter";

/** The database. Inside `$transaction` use only the client it hands over (`Tx`): this one would wait for its end. */
export type Db = PrismaClient;

/** The client inside `db().$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient;

const KEY = "database";

function connect(url: string): Db {
  return new PrismaClient({
    adapter: sqliteAdapter(url),
    // A transaction waits for others of this process and for other processes; it never waits for the network inside.
    transactionOptions: { maxWait: BUSY_TIMEOUT, timeout: BUSY_TIMEOUT },
  });
}

/** The database of the settings, one connection per process. Migrated by `boot`. */
export function db(): Db {
  return perProcess(KEY, () => connect(settings().databaseUrl));
}

/** Closes the process's connection; the next `db()` opens a new one. */
export async function closeDb(): Promise<void> {
  const open = forgetPerProcess(KEY) as Db | undefined;
  await open?.$disconnect();
}

/**
 * Opens another database, migrated. For scripts and tests, which close it with `$disconnect`.
 *
 * @param url `file:` and an absolute path
 */
export async function openDatabase(url: string): Promise<Db> {
  await migrate(url);
  return connect(url);
}

/** True when a write was refused because a unique value exists already. Never catch it inside a transaction. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "P2002";
}
