import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { fillFast } from "./fill-fast";

/** The release whose tables are filled: the last one before orders and transfers. */
const RELEASE = "test/fixtures/releases/69c38bc/database.sql";

/** Payments for one file. */
const PER_FILE = 1_000;

/**
 * Makes a database as that release left it, with this many payments: of each hundred, 95 were settled by the shop's own
 * gas account, two of these were refunded, and five failed. Each row is a copy of one that the release wrote; what has
 * to be unique differs, and is in no order, as real ids are.
 */
export function fillRelease(path: string, payments: number): void {
  const database = new Database(path);
  try {
    database.exec(readFileSync(RELEASE, "utf8"));
    const remakeIndexes = fillFast(database);
    chooseOne(database);
    copyFiles(database, Math.ceil(payments / PER_FILE));
    copyPayments(database, payments);
    remakeIndexes();
    database.exec("DROP TABLE chosen; ANALYZE");
    database.pragma("journal_mode = WAL");
  } finally {
    database.close();
  }
}

/** Chooses a settled sale that has a row in every table. */
function chooseOne(database: Database.Database): void {
  database.exec(`CREATE TABLE chosen AS SELECT p."id", p."fileId", p."termsId", g."id" AS "grantId", x."id" AS "gasId",
      c."id" AS "claimId", t."versionId"
    FROM "Payment" p JOIN "Grant" g ON g."paymentId" = p."id" JOIN "Claim" c ON c."paymentId" = p."id"
      JOIN "GasTransaction" x ON x."paymentId" = p."id" AND x."kind" = 'settlement' AND x."state" = 'mined'
      JOIN "Terms" t ON t."id" = p."termsId"
    WHERE p."state" = 'settled' AND p."facilitator" = 'embedded' LIMIT 1`);
  if (!database.prepare("SELECT 1 FROM chosen").get()) throw new Error("The release has no such sale.");
}

function copyFiles(database: Database.Database, files: number): void {
  copy(database, "File", `"id" = chosen."fileId"`, files, { id: id("F") });
  copy(database, "FileVersion", `"id" = chosen."versionId"`, files, {
    id: id("V"),
    fileId: id("F"),
    storageKey: hex(20),
  });
  copy(database, "Terms", `"id" = chosen."termsId"`, files, {
    id: id("T"),
    fileId: id("F"),
    versionId: id("V"),
  });
}

function copyPayments(database: Database.Database, payments: number): void {
  const file = `(n - 1) / ${PER_FILE} + 1`;
  const payer = `'0x' || printf('%040x', n / 3 * 2654435761 % 1099511627776)`;
  const sold = { fileId: id("F", file), payer };
  const nonce = `'0x' || printf('%064x', n)`;
  const [isRefunded, hasFailed] = ["n % 100 < 2", "n % 100 >= 95"];
  const unless = (column: string, value = `one."${column}"`) => `CASE WHEN ${hasFailed} THEN NULL ELSE ${value} END`;
  copy(database, "Payment", `"id" = chosen."id"`, payments, {
    ...sold,
    id: id("P"),
    termsId: id("T", file),
    nonce,
    claimTokenHash: hex(32),
    state: `CASE WHEN ${isRefunded} THEN 'refunded' WHEN ${hasFailed} THEN 'failed' ELSE 'settled' END`,
    reason: `CASE WHEN ${hasFailed} THEN 'invalid_signature' END`,
    signature: `CASE WHEN ${hasFailed} THEN '' ELSE ${hex(65, "0x")} END`,
    transaction: unless("transaction", hex(32, "0x")),
    logIndex: unless("logIndex"),
    blockNumber: unless("blockNumber"),
    blockHash: unless("blockHash"),
    blockTime: unless("blockTime"),
    settledAt: unless("settledAt"),
    createdAt: time(payments),
    updatedAt: time(payments),
    finalAt: time(payments),
  });
  for (const [letter, state] of [
    ["A", "reserved"],
    ["B", "settling"],
    ["C", "settled"],
  ] as const) {
    const event = { id: id(letter), paymentId: id("P"), state: `'${state}'`, at: time(payments) };
    copy(database, "PaymentEvent", `"paymentId" = chosen."id" AND "state" = '${state}'`, payments, event);
  }
  const paid = { where: `NOT (${hasFailed})`, paymentId: id("P") };
  copy(database, "Claim", `"id" = chosen."claimId"`, payments, { ...sold, ...paid, id: id("H"), nonce });
  copy(database, "Grant", `"id" = chosen."grantId"`, payments, {
    ...sold,
    ...paid,
    id: id("G"),
    versionId: id("V", file),
    tokenHash: hex(32),
    createdAt: time(payments),
    revokedAt: `CASE WHEN ${isRefunded} THEN one."createdAt" END`,
  });
  const sent = { payer, data: hex(308, "0x"), raw: hex(430, "0x"), hash: hex(32, "0x"), accountNonce: "n + 1000000" };
  copy(database, "GasTransaction", `"id" = chosen."gasId"`, payments, {
    ...sent,
    ...paid,
    id: id("X"),
    createdAt: time(payments),
    closedAt: time(payments),
  });
  copy(database, "Refund", `"state" = 'refunded' LIMIT 1`, payments, {
    where: isRefunded,
    id: id("R"),
    paymentId: id("P"),
    holds: id("P"),
    payTo: payer,
    nonce: `'0x' || printf('%064x', n + 1000000000)`,
    transaction: hex(32, "0x"),
    signature: hex(65, "0x"),
  });
}

/** Copies one row for each n up to `count`, each time with these changes. `where`: which n get a copy. */
function copy(
  database: Database.Database,
  table: string,
  which: string,
  count: number,
  { where = "1", ...changes }: Record<string, string>,
): void {
  const columns = (database.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
  const wrong = Object.keys(changes).filter((name) => !columns.includes(name));
  if (wrong.length > 0) throw new Error(`${table} has no ${wrong.join(", ")}.`);
  const names = columns.map((name) => `"${name}"`).join(", ");
  const values = columns.map((name) => changes[name] ?? `one."${name}"`).join(", ");
  database.exec(`CREATE TEMP TABLE one AS SELECT "${table}".* FROM "${table}", chosen WHERE "${table}".${which}`);
  if (!database.prepare("SELECT 1 FROM one").get()) throw new Error(`The release has no such ${table}.`);
  database.exec(`
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    INSERT INTO "${table}" (${names}) SELECT ${values} FROM numbers, (SELECT * FROM one LIMIT 1) one WHERE ${where};
    DROP TABLE one`);
}

/** Different for each n, in no order. */
function id(letter: string, n = "n"): string {
  return `'${letter}' || printf('%021d', (${n}) * 2654435761 % 1099511627776)`;
}

/** This many random bytes, as lower-case hex digits. */
function hex(bytes: number, prefix = ""): string {
  return `'${prefix}' || lower(hex(randomblob(${bytes})))`;
}

/** Up to a year before now, as Prisma writes times. */
function time(count: number): string {
  const seconds = `(n * 7919 % ${count}) * (31536000.0 / ${count})`;
  return `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-' || (${seconds}) || ' seconds')`;
}
