import "server-only";

/** What every sale writes, and nothing that is kept by `whileUnchanged` reads. By their names in the database. */
export const TABLES_OF_SALES: ReadonlySet<string> = new Set([
  "Earnings",
  "Entitlement",
  "GasLease",
  "GasTransaction",
  "Hold",
  "Order",
  "OrderEvent",
  "Traffic",
  "Transfer",
  "Worker",
]);

/** Whether a statement that writes can change no other table. */
export function writesOnlySales(sql: string): boolean {
  const [, table] = /^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"/.exec(sql) ?? [];
  return table !== undefined && TABLES_OF_SALES.has(table);
}
