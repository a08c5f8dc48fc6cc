import Database from "better-sqlite3";

/** How much is added, for which seller. */
type Wanted = { sellerId: string; files: number; sales: number; now?: Date };

/** Ids of what was added: the n-th file, from 0 (the oldest), and the n-th sale (the oldest). */
export type Filled = { fileId(n: number): string; paymentId(n: number): string; transaction(n: number): string };

/** Rows of one transaction: the app beside it writes in between. */
const BATCH = 10_000;
/** Of twenty files, the states that differ. */
const PAUSED = 3;
const ENDED = 7;
const ENDING_SOON = 11;
const FREE = 13;

/** The title of the n-th file: in three scripts, in turn. */
export function titleAt(n: number): string {
  const number = String(n).padStart(4, "0");
  return [`Harbour print ${number}`, `Été à la montagne ${number}`, `صورة الميناء ${number}`][n % 3] ?? number;
}

/**
 * Adds files and sales to a seller by SQL, far faster than anybody could sell them, beside a running app or without one: what a
 * dashboard shows, of twenty files one each paused, ended, ending within two days, and free. Files were made one an hour,
 * the last one an hour ago; sales are spread over the year before. The sums of earnings, in all and by day, include them. They have no
 * bytes, and no chain knows the payments.
 *
 * @param path of the database (SQLite), whose migrations have run
 */
export function fillShop(path: string, { sellerId, files, sales, now = new Date() }: Wanted): Filled {
  const database = new Database(path, { timeout: 30_000 });
  try {
    database.pragma("synchronous = OFF");
    const payTo = database.prepare('SELECT "payTo" FROM "Creator" WHERE "id" = ?').pluck().get(sellerId);
    if (typeof payTo !== "string") throw new Error(`There is no seller ${sellerId}.`);
    const tag = database.prepare("SELECT lower(hex(randomblob(4)))").pluck().get() as string;
    const names = { sellerId, payTo, tag, now: stored(now), files, sales };
    addFiles(database, names);
    addSales(database, names);
    addEarnings(database, names);
    // As the app finds it after a while of use.
    database.pragma("optimize");
    return {
      fileId: (n) => idAt("F", tag, n),
      paymentId: (n) => idAt("P", tag, n),
      transaction: (n) => `0x${tag}${n.toString(16).padStart(56, "0")}`,
    };
  } finally {
    database.close();
  }
}

type Names = { sellerId: string; payTo: string; tag: string; now: string; files: number; sales: number };

function addFiles(database: Database.Database, { files, ...names }: Names): void {
  database.function("title_at", (n) => titleAt(Number(n)));
  const until = `CASE n % 20 WHEN ${ENDED} THEN ${before("24 + n")} WHEN ${ENDING_SOON} THEN ${before("-24 - n % 24")}
    WHEN 0 THEN NULL ELSE ${before("-24 * (10 + n % 300)")} END`;
  const made = before(`${files} - n`);
  insert(database, files, names, [
    `INSERT INTO "File" ("id", "creatorId", "title", "description", "paused", "onSaleUntil", "listed", "titleFrom", "views", "createdAt", "updatedAt")
     SELECT ${id("F")}, @sellerId, title_at(n), '', n % 20 = ${PAUSED}, ${until}, n % 2, 'seller', n * 37 % 5000, ${made}, ${made}`,
    `INSERT INTO "FileVersion" ("id", "fileId", "number", "name", "mediaType", "sniffer", "reader", "size", "sha256", "storageKey", "opensTo", "createdAt")
     SELECT ${id("V")}, ${id("F")}, 1, printf('scan-%04d.pdf', n), 'application/pdf', 999, 999, 1000000 + n, lower(hex(randomblob(32))), ${id("S")}, 'new-buyers', ${made}`,
    `INSERT INTO "Terms" ("id", "fileId", "versionId", "priceMicroUsd", "payTo", "downloadDays", "from")
     SELECT ${id("T")}, ${id("F")}, ${id("V")}, CASE n % 20 WHEN ${FREE} THEN 0 ELSE (1 + n % 30) * 500000 END, @payTo, 30, ${made}`,
  ]);
}

/** A third of the files sells well, a third a little, and the rest nothing. */
function addSales(database: Database.Database, { sales, files, ...names }: Names): void {
  if (files === 0) return;
  const most = Math.max(1, Math.floor(files / 3));
  const chosen = `(CASE WHEN n % 4 = 0 THEN ${most} + n / 4 % ${most} ELSE n * 7919 % ${most} END) % ${files}`;
  // A free file has no sales: its neighbour has them.
  const file = `((${chosen}) / 20 * 20 + CASE (${chosen}) % 20 WHEN ${FREE} THEN 12 ELSE (${chosen}) % 20 END) % ${files}`;
  const price = `(1 + (${file}) % 30) * 500000`;
  const at = before(`(${sales} - n) * ${(365 * 24) / Math.max(1, sales)}`);
  const payer = "printf('%040x', 1000000 + n % 5000)";
  const hash = "'0x' || @tag || printf('%056x', n)";
  insert(database, sales, names, [
    `INSERT INTO "Order" ("id", "productKind", "productId", "offerId", "sellerId", "priceMicroUsd", "payer", "person", "secretHash", "state", "createdAt", "updatedAt", "paidAt")
     SELECT ${id("P")}, 'file', ${id("F", file)}, ${id("T", file)}, @sellerId, ${price}, 'eip155:31337:0x' || ${payer}, 'eip155:0x' || ${payer}, lower(hex(randomblob(32))), 'paid', ${at}, ${at}, ${at}`,
    `INSERT INTO "Transfer" ("id", "orderId", "direction", "method", "network", "asset", "payer", "payee", "amount", "replayKey", "signed", "signature", "anchor", "facilitator", "state", "transaction", "position", "proofKey", "createdAt", "updatedAt", "settledAt", "finalAt")
     SELECT ${id("P")}, ${id("P")}, 'sale', 'eip3009', 'eip155:31337', '0x', '0x' || ${payer}, @payTo, CAST(${price} AS TEXT), ${id("R")}, '{}', '', '1', 'embedded', 'settled', ${hash}, '1', 'eip155:31337:' || ${hash} || ':1', ${at}, ${at}, ${at}, ${at}`,
    `INSERT INTO "Entitlement" ("id", "productKind", "productId", "partId", "orderId", "payer", "person", "tokenHash", "until", "createdAt")
     SELECT ${id("G")}, 'file', ${id("F", file)}, ${id("V", file)}, ${id("P")}, 'eip155:31337:0x' || ${payer}, 'eip155:0x' || ${payer}, lower(hex(randomblob(32))), ${before(`(${sales} - n) * ${(365 * 24) / Math.max(1, sales)} - 720`)}, ${at}`,
  ]);
}

/** What the app would have written with each of these payments. */
function addEarnings(database: Database.Database, names: Names): void {
  const added = `"Order" WHERE "sellerId" = @sellerId AND "id" LIKE 'P' || @tag || '%'`;
  const sums = `COUNT(*), SUM("priceMicroUsd") FROM ${added}`;
  const add =
    'ON CONFLICT ("id") DO UPDATE SET "sales" = "Earnings"."sales" + excluded."sales", "microUsd" = "Earnings"."microUsd" + excluded."microUsd"';
  const byDay = (
    id: string,
  ) => `INSERT INTO "DailySales" ("id", "day", "sellerId", "views", "priceChecks", "sales", "microUsd")
    SELECT "${id}", substr("paidAt", 1, 10), "sellerId", COUNT(*) * 8, COUNT(*) * 2, ${sums} GROUP BY "${id}", substr("paidAt", 1, 10)
    ON CONFLICT ("id", "day") DO UPDATE SET "sales" = "DailySales"."sales" + excluded."sales", "microUsd" = "DailySales"."microUsd" + excluded."microUsd"`;
  const { sellerId, tag } = names;
  for (const sql of [
    `INSERT INTO "Earnings" ("id", "sales", "microUsd") SELECT "productId", ${sums} GROUP BY "productId" ${add}`,
    `INSERT INTO "Earnings" ("id", "sales", "microUsd") SELECT "sellerId", ${sums} GROUP BY "sellerId" ${add}`,
    byDay("productId"),
    byDay("sellerId"),
  ]) {
    database.prepare(sql).run({ sellerId, tag });
  }
}

/** Runs each statement for the numbers from 0 on, some at a time. */
function insert(
  database: Database.Database,
  count: number,
  names: { sellerId: string; payTo: string; tag: string; now: string },
  statements: string[],
): void {
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(count, from + BATCH);
    database.transaction(() => {
      for (const sql of statements) {
        const numbers = `WITH RECURSIVE numbers(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${to})`;
        database.prepare(`${sql.replace("SELECT", `${numbers} SELECT`)} FROM numbers`).run(used(sql, names));
      }
    })();
  }
}

/** better-sqlite3 refuses names that a statement does not have. */
function used<Value>(sql: string, names: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(names).filter(([name]) => sql.includes(`@${name}`)));
}

const id = (letter: string, n = "n") => `'${letter}' || @tag || printf('%013d', ${n})`;
const idAt = (letter: string, tag: string, n: number) => `${letter}${tag}${String(n).padStart(13, "0")}`;

/** Hours before now, as the app stores times. */
const before = (hours: string) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', @now, printf('%+.6f hours', -1.0 * (${hours})))`;
const stored = (date: Date) => date.toISOString().replace("Z", "+00:00");

/** The id of the seller with this address. */
export function sellerAt(path: string, address: string): string {
  const database = new Database(path, { readonly: true });
  try {
    const id = database.prepare('SELECT "id" FROM "Creator" WHERE "address" = ?').pluck().get(address.toLowerCase());
    if (typeof id !== "string") throw new Error(`There is no seller ${address}.`);
    return id;
  } finally {
    database.close();
  }
}
