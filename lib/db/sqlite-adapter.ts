import "server-only";

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import type Database from "better-sqlite3";
import { Turns } from "@/lib/turns";
import { PreparedStatements } from "./prepared-statements";
import type { Kind, Statements, Value } from "./statements";

/** How long a statement waits for another process that holds the file's write lock, in ms. */
export const BUSY_TIMEOUT = 10_000;

/** FULL: a commit survives a power cut, which WAL's default (NORMAL) does not promise. */
const pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON";

export type ChangeMarks = {
  /**
   * A text that changes as soon as this process or another has changed a row, except for what prepared statements of
   * this process change in the tables of sales. Null while there is no connection. A promise, since other databases
   * have to ask their server.
   */
  changeMark(): Promise<string | null>;
};

export type SqliteAdapter = SqlMigrationAwareDriverAdapterFactory &
  ChangeMarks & {
    /** Prepared statements outside a transaction, each by itself. Null while there is no connection. */
    statements(): Statements | null;
    /** Prepared statements of the transaction that is open, and only of that one. */
    openTransaction(): Statements | null;
  };

/**
 * The official adapter, made safe for payments. By itself it runs the statements of every request on one connection, so
 * that a write of request B joins the open transaction of request A and disappears with A's rollback, although B was
 * told that it succeeded. Here:
 *
 * - statements outside the open transaction wait for its end (one at a time on each connection);
 * - a transaction begins IMMEDIATE, so that read-then-write never fails half-way because another process wrote;
 * - a busy file is waited for with timers, never by blocking the event loop (`timeout: 0`);
 * - a transaction that SQLite itself ended (disk full) takes no further statement.
 *
 * @param url `file:` and an absolute path
 */
export function sqliteAdapter(url: string): SqliteAdapter {
  const official = new PrismaBetterSqlite3({ url, timeout: 0 });
  let readMark: (() => string) | null = null;
  let connected: IsolatedAdapter | null = null;
  const connect = async (open: () => Promise<SqlDriverAdapter>) => {
    const inner = await open();
    const adapter = new IsolatedAdapter(inner);
    await adapter.executeScript(pragmas);
    readMark = markReader(inner, adapter.prepared);
    connected = adapter;
    return adapter;
  };
  return {
    changeMark: async () => readMark?.() ?? null,
    statements: () => connected,
    openTransaction: () => connected?.openTransaction ?? null,
    provider: "sqlite",
    adapterName: official.adapterName,
    connect: async () => {
      mkdirSync(dirname(url.replace(/^file:/, "")), { recursive: true });
      return connect(() => official.connect());
    },
    connectToShadowDb: () => connect(() => official.connectToShadowDb()),
  };
}

function isBusy(error: unknown): boolean {
  // A prepared statement's error is SQLite's own.
  const code = isDriverAdapterError(error) ? error.cause.originalCode : (error as { code?: unknown }).code;
  return typeof code === "string" && code.startsWith("SQLITE_BUSY");
}

class IsolatedAdapter implements SqlDriverAdapter, Statements {
  readonly provider = "sqlite";
  readonly adapterName: string;
  readonly #inner: SqlDriverAdapter;
  /** A statement has the connection while it runs, a transaction until it ends. */
  readonly #connection = new Turns(1);
  readonly prepared: PreparedStatements;
  /** There is at most one: the others wait for its end. */
  openTransaction: IsolatedTransaction | null = null;

  constructor(inner: SqlDriverAdapter) {
    this.#inner = inner;
    this.adapterName = inner.adapterName;
    this.prepared = new PreparedStatements(connectionOf(inner));
  }

  all(sql: string, values: readonly Value[], kinds: readonly Kind[]) {
    return this.#alone(async () => this.prepared.all(sql, values, kinds));
  }

  run(sql: string, values: readonly Value[]) {
    return this.#alone(async () => this.prepared.run(sql, values));
  }

  queryRaw(query: SqlQuery) {
    return this.#alone(() => this.#inner.queryRaw(query));
  }

  executeRaw(query: SqlQuery) {
    return this.#alone(() => this.#inner.executeRaw(query));
  }

  executeScript(script: string) {
    return this.#alone(() => this.#inner.executeScript(script));
  }

  async startTransaction(isolationLevel?: string): Promise<Transaction> {
    if (isolationLevel && isolationLevel !== "SERIALIZABLE") {
      throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolationLevel });
    }
    const leave = await this.#enter(() => this.#inner.executeScript("BEGIN IMMEDIATE"));
    this.openTransaction = new IsolatedTransaction(this.#inner, this.prepared, () => {
      this.openTransaction = null;
      leave();
    });
    return this.openTransaction;
  }

  async dispose() {
    const leave = await this.#turn();
    try {
      await this.#inner.dispose();
    } finally {
      leave();
    }
  }

  async #alone<T>(run: () => Promise<T>): Promise<T> {
    let result: T | undefined;
    const leave = await this.#enter(async () => {
      result = await run();
    });
    leave();
    return result as T;
  }

  /** Waits as long as it takes. */
  async #turn(): Promise<() => void> {
    const leave = await this.#connection.take();
    if (!leave) throw new Error("A turn without a deadline always comes.");
    return leave;
  }

  /** Runs something first in a turn and stays in it. While the file is busy the turn is free for others. */
  async #enter(first: () => Promise<unknown>): Promise<() => void> {
    const deadline = Date.now() + BUSY_TIMEOUT;
    for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
      const leave = await this.#turn();
      try {
        await first();
        return leave;
      } catch (error) {
        leave();
        if (!isBusy(error) || Date.now() > deadline) throw error;
      }
      // The other process may release it at any time; a random delay keeps two waiting processes apart.
      await sleep(pause + Math.random() * pause);
    }
  }
}

class IsolatedTransaction implements Transaction, Statements {
  readonly provider = "sqlite";
  readonly adapterName: string;
  /** COMMIT and ROLLBACK are ours to send, not Prisma's. */
  readonly options = { usePhantomQuery: true };
  readonly #inner: SqlDriverAdapter;
  readonly #prepared: PreparedStatements;
  readonly #leave: () => void;
  #ended = false;

  constructor(inner: SqlDriverAdapter, prepared: PreparedStatements, leave: () => void) {
    this.#inner = inner;
    this.#prepared = prepared;
    this.#leave = leave;
    this.adapterName = inner.adapterName;
  }

  all(sql: string, values: readonly Value[], kinds: readonly Kind[]) {
    return this.#inside(async () => this.#prepared.all(sql, values, kinds));
  }

  run(sql: string, values: readonly Value[]) {
    return this.#inside(async () => this.#prepared.run(sql, values));
  }

  queryRaw(query: SqlQuery) {
    return this.#inside((inner) => inner.queryRaw(query));
  }

  executeRaw(query: SqlQuery) {
    return this.#inside((inner) => inner.executeRaw(query));
  }

  async commit() {
    try {
      await this.#inside(() => this.#inner.executeScript("COMMIT"));
    } catch (error) {
      await this.#undo();
      throw error;
    } finally {
      this.#end();
    }
  }

  async rollback() {
    try {
      await this.#undo();
    } finally {
      this.#end();
    }
  }

  createSavepoint(name: string) {
    return this.#script(`SAVEPOINT ${name}`);
  }

  rollbackToSavepoint(name: string) {
    return this.#script(`ROLLBACK TO ${name}`);
  }

  releaseSavepoint(name: string) {
    return this.#script(`RELEASE SAVEPOINT ${name}`);
  }

  #script(sql: string) {
    return this.#inside(() => this.#inner.executeScript(sql));
  }

  async #inside<T>(run: (inner: SqlQueryable) => Promise<T>): Promise<T> {
    // Without this check a statement after SQLite's own rollback would be committed by itself.
    if (this.#ended || !isInTransaction(this.#inner)) {
      throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "The transaction has ended." });
    }
    return run(this.#inner);
  }

  async #undo() {
    if (!this.#ended && isInTransaction(this.#inner)) await this.#inner.executeScript("ROLLBACK");
  }

  #end() {
    this.#ended = true;
    this.#leave();
  }
}

/** `data_version` counts what other connections committed, `total_changes` what this one did, rolled back or not. */
function markReader(adapter: SqlDriverAdapter, prepared: PreparedStatements): () => string {
  const client = connectionOf(adapter);
  const others = client.prepare("PRAGMA data_version").pluck();
  const own = client.prepare("SELECT total_changes()").pluck();
  return () => `${others.get()} ${Number(own.get()) - prepared.quietChanges}`;
}

/** SQLite ends a transaction by itself on some errors (disk full, I/O); only the connection knows. */
function isInTransaction(adapter: SqlDriverAdapter): boolean {
  return connectionOf(adapter).inTransaction;
}

/** The official adapter keeps the better-sqlite3 connection here; its version is pinned and a test watches this. */
function connectionOf(adapter: SqlDriverAdapter): Database.Database {
  return (adapter as unknown as { client: Database.Database }).client;
}
