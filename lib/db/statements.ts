import "server-only";

/** What a parameter may be. */
export type Value = string | number | bigint | boolean | Date | null;

/** How a column is read. */
export type Kind = "String" | "Int" | "BigInt" | "Boolean" | "DateTime";

/**
 * Statements that the database prepares once, for what buyers wait for. The SQL must suit every provider: quoted names,
 * `?` for a parameter, no function of one database alone. Inside a transaction nothing else runs between two of them.
 */
export interface Statements {
  /** @param kinds of the columns, in their order @returns the rows, each as a list of columns */
  all(sql: string, values: readonly Value[], kinds: readonly Kind[]): Promise<Value[][]>;
  /** @returns how many rows it changed @throws UniqueViolation */
  run(sql: string, values: readonly Value[]): Promise<number>;
}

/** A write failed because a unique value already exists. */
export class UniqueViolation extends Error {
  /** Prisma's code: callers need not know whose statement failed. */
  readonly code = "P2002";
}
