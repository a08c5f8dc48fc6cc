import "server-only";
import type Database from "better-sqlite3";
import { fromStored, toStored } from "./sqlite-values";
import { type Kind, UniqueViolation, type Value } from "./statements";
import { writesOnlySales } from "./tables-of-sales";

/** `isQuiet`: it changes nothing that `whileUnchanged` keeps. */
type Statement = { prepared: Database.Statement<unknown[], unknown[]>; isQuiet: boolean };

/** The most statements that stay prepared on one connection: there are a few dozen texts, none made from input. */
const MAX_KEPT = 500;

/**
 * Prepared statements of one SQLite connection, which run at once. Values are stored as Prisma's adapter stores them:
 * each can read what the other wrote.
 */
export class PreparedStatements {
  readonly #kept = new Map<string, Statement>();
  /** Rows that quiet statements have changed, rolled back or not. */
  quietChanges = 0;

  constructor(private readonly connection: Database.Database) {}

  all(sql: string, values: readonly Value[], kinds: readonly Kind[]): Value[][] {
    const rows = this.#statement(sql).prepared.raw().all(values.map(toStored)) as unknown[][];
    return rows.map((row) => kinds.map((kind, at) => fromStored(kind, row[at])));
  }

  run(sql: string, values: readonly Value[]): number {
    const { prepared, isQuiet } = this.#statement(sql);
    try {
      const { changes } = prepared.run(values.map(toStored));
      if (isQuiet) this.quietChanges += changes;
      return changes;
    } catch (error) {
      throw isUnique(error) ? new UniqueViolation((error as Error).message, { cause: error }) : error;
    }
  }

  #statement(sql: string): Statement {
    const known = this.#kept.get(sql);
    if (known) return known;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    const prepared = this.connection.prepare<unknown[], unknown[]>(sql);
    const statement = { prepared, isQuiet: writesOnlySales(sql) };
    this.#kept.set(sql, statement);
    return statement;
  }
}

function isUnique(error: unknown): boolean {
  return ["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"].includes((error as { code?: string }).code ?? "");
}
