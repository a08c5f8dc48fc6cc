import Database from "better-sqlite3";
import { fillFast } from "./fill-fast";

/** How large a database becomes. Half of the files belong to one great seller, twenty to the usual one. */
export type Sizes = { files: number; payments: number };

export const FILES_OF_USUAL_SELLER = 20;

/** Ids of the two sellers, whose wallets can sign in. */
export type Sellers = { usual: string; great: string };

/** The id of the n-th generated file. */
export const fileIdAt = (n: number) => `F${String(n).padStart(21, "0")}`;

/**
 * Fills a stopped app's database with copies of what one real sale left: files with their terms, payments with their
 * grants. Whatever has to be unique differs, times are spread over a year, and every column stays as the app wrote it.
 *
 * @param path of a database in which exactly one file was sold once
 */
export function multiplyRows(path: string, { files, payments }: Sizes, sellers: Sellers): void {
  const database = new Database(path);
  try {
    const remakeIndexes = fillFast(database);
    copyRows(database, "Creator", Math.ceil(files / 20), { id: id("C"), address: hex(20, "0x") });
    const creatorId = `CASE WHEN n % 2 = 0 THEN '${sellers.great}' WHEN n < ${2 * FILES_OF_USUAL_SELLER} THEN '${sellers.usual}' ELSE ${id("C", `n / 20 % ${Math.ceil(files / 20)}`)} END`;
    const ofFile = { fileId: id("F"), versionId: id("V"), termsId: id("T") };
    const bytes = { storageKey: hex(20) };
    copyRows(database, "File", files, { id: id("F"), creatorId, createdAt: time(files), ...bytes });
    copyRows(database, "FileVersion", files, { id: id("V"), ...ofFile, ...bytes });
    copyRows(database, "Terms", files, { id: id("T"), ...ofFile });
    const file = `n % ${files}`;
    const sold = { productId: id("F", file), createdAt: time(payments) };
    const payer = { payer: hex(20, "eip155:31337:0x"), person: hex(20, "eip155:0x") };
    copyRows(database, "Order", payments, {
      ...sold,
      ...payer,
      id: id("P"),
      offerId: id("T", file),
      sellerId: creatorId.replaceAll(/\bn\b/g, `(${file})`),
      accountKey: hex(20, "file:eip155:31337:0x"),
      personKey: hex(20, "file:eip155:0x"),
      secretHash: hex(32),
      paidAt: time(payments),
    });
    copyRows(database, "Transfer", payments, {
      ...sold,
      id: id("P"),
      orderId: id("P"),
      payer: hex(20, "0x"),
      replayKey: hex(72, "eip155:31337:0x"),
      signed: `json_set(one."signed", '$.nonce', ${hex(32, "0x")})`,
      transaction: hex(32, "0x"),
      proofKey: hex(32, "eip155:31337:0x"),
      settledAt: time(payments),
      // Long certain, as payments of the past are.
      finalAt: time(payments),
    });
    copyRows(database, "Entitlement", payments, {
      ...sold,
      ...payer,
      id: id("G"),
      orderId: id("P"),
      partId: id("V", file),
      tokenHash: hex(32),
    });
    remakeIndexes();
    // What the app would have written with each of those payments.
    database.exec(`
      DELETE FROM "Earnings";
      INSERT INTO "Earnings" SELECT "fileId", ${payments / files}, ${payments / files} * "priceMicroUsd" FROM "Terms";
      INSERT INTO "Earnings" SELECT "File"."creatorId", SUM("sales"), SUM("microUsd")
        FROM "File" JOIN "Earnings" ON "Earnings"."id" = "File"."id" GROUP BY 1`);
    // As the app finds it after a while of use.
    database.pragma("optimize");
    database.pragma("journal_mode = WAL");
  } finally {
    database.close();
  }
}

/** Copies a table's only (first) row; a column that this version's table does not have is skipped. */
function copyRows(database: Database.Database, table: string, count: number, changes: Record<string, string>): void {
  const columns = (database.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
  if (columns.length === 0) return;
  const names = columns.map((name) => `"${name}"`).join(", ");
  const values = columns.map((name) => changes[name] ?? `one."${name}"`).join(", ");
  // In its own table: from the table that grows, SQLite would copy all rows to the side first.
  database.exec(`CREATE TEMP TABLE one AS SELECT * FROM "${table}" ORDER BY rowid LIMIT 1`);
  database.exec(`
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})
    INSERT INTO "${table}" (${names}) SELECT ${values} FROM numbers, one;
    DROP TABLE one`);
}

function id(letter: string, n = "n"): string {
  return `'${letter}' || printf('%021d', ${n})`;
}

/** As many random bytes as hex digits, lower case: unique, and spread over an index as real ones are. */
function hex(bytes: number, prefix = ""): string {
  return `'${prefix}' || lower(hex(randomblob(${bytes})))`;
}

/** Up to a year before now, as Prisma writes times. */
function time(count: number): string {
  const seconds = `(n * 7919 % ${count}) * (31536000.0 / ${count})`;
  return `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-' || (${seconds}) || ' seconds')`;
}
