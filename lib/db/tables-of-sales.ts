import "server-only";

/** Tables that sales write and that nothing kept by `whileUnchanged` reads, by their names in the database. */
export const TABLES_OF_SALES: ReadonlySet<string> = new Set([
  "AuditEntry",
  "DailySales",
  "Earnings",
  "Entitlement",
  "GasLease",
  "GasTransaction",
  "Hold",
  "Notice",
  "Order",
  "OrderEvent",
  "Traffic",
  "Transfer",
  "Worker",
]);

/** Whether a writing statement can change only these tables. */
export function writesOnlySales(sql: string): boolean {
  const [, table] = /^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"/.exec(sql) ?? [];
  return table !== undefined && TABLES_OF_SALES.has(table);
}
