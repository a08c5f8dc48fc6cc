import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findGrantByToken } from "@/lib/entitlements/grant";
import { hashSecret } from "@/lib/ids";
import { readAuthorization } from "@/lib/payment-methods/evm/eip3009/authorization";
import { findHold } from "@/lib/payments/hold";
import { findRefund } from "@/lib/payments/refund";
import { findPayment, paymentState } from "@/lib/payments/rows";
import { resetSettings } from "@/lib/settings/settings";
import { setDevnetSettings } from "@/test/database";
import { closeDb, db } from "./client";
import { migrate } from "./migrate";
import { readMigrations, toMigrationList } from "./migration-files";
import { withSchemaEngine } from "./schema-engine";

/** The migration that made orders and transfers of payments and refunds, on a database that was in use before it. */

const NAME = /_orders_and_transfers$/;
let folder: string;
const now = "2026-11-20T12:00:00.000+00:00";
const later = "2026-12-20T12:00:00.000+00:00";
const byKey = `0x${"1b".repeat(65)}`;
const byContract = `0x${"1b".repeat(200)}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-orders-"));
  const path = join(folder, "filekiosk.db");
  const all = readMigrations();
  const at = all.findIndex(({ name }) => NAME.test(name));
  expect(at).toBeGreaterThan(0);
  await withSchemaEngine(`file:${path}`, (engine) =>
    engine.applyMigrations({
      migrationsList: toMigrationList(all.slice(0, at)),
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  fill(path);
  // Before the settings name it: what an earlier test file left running may open the settings' database at any time.
  await migrate(`file:${path}`);
  process.env.DATA_DIR = folder;
  process.env.DATABASE_URL = `file:${path}`;
  setDevnetSettings();
  resetSettings();
});
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

/** A file with payments in every state, foreign keys enforced. */
function fill(path: string): void {
  const database = new Database(path);
  database.pragma("foreign_keys = ON");
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const columns = names.map((name) => `"${name}"`).join(", ");
    const values = names.map((name) => `@${name}`).join(", ");
    database.prepare(`INSERT INTO "${table}" (${columns}) VALUES (${values})`).run(row);
  };
  insert("Creator", { id: "c", address: "0xaa", payTo: "0xaa", createdAt: now });
  const contract = { address: "0xad", payTo: "0xad", payToChains: "8453,137" };
  insert("Creator", { id: "c2", chainId: 8453, ...contract, createdAt: now });
  insert("File", {
    id: "f",
    creatorId: "c",
    title: "A",
    description: "",
    onSaleUntil: later,
    createdAt: now,
    updatedAt: now,
  });
  const bytes = { name: "a", mediaType: "text/plain", size: 1, sha256: "ab", storageKey: "k", opensTo: "new-buyers" };
  insert("FileVersion", { id: "v", fileId: "f", number: 1, ...bytes, createdAt: now });
  const terms = { priceMicroUsd: 300_000, payTo: "0xaa", downloadDays: 30, from: now };
  insert("Terms", { id: "t", fileId: "f", versionId: "v", ...terms });
  const atContract = { payToChains: "8453,137", until: now };
  insert("Terms", { id: "t2", fileId: "f", versionId: "v", ...terms, ...atContract });

  const signed = { token: "0xcc", validAfter: "5", validBefore: "9", amount: "300000" };
  const pay = (id: string, payer: string, state: string, more: Record<string, unknown> = {}) => {
    const sale = {
      purpose: "sale",
      fileId: "f",
      termsId: "t",
      sellerId: "c",
      facilitator: "embedded",
      settlers: "0x5e",
    };
    const own = { id, payer, payTo: "0xaa", nonce: `0x${id}`, claimTokenHash: hashSecret(id), signature: byKey };
    const place = { transaction: `0x7${id}`, logIndex: 3, blockNumber: "12", blockHash: "0xb", blockTime: now };
    const wasPaid = ["settled", "reverted", "refunded"].includes(state);
    const proof = wasPaid ? { ...place, settledAt: now } : {};
    const times = { reservedAtBlock: "11", createdAt: now, updatedAt: now };
    insert("Payment", { ...sale, ...signed, ...own, chainId: 31337, state, ...times, ...proof, ...more });
    insert("PaymentEvent", { id: `e${id}`, paymentId: id, state, at: now });
    if (!wasPaid) return;
    const grant = { fileId: "f", versionId: "v", paymentId: id, chainId: 31337, payer, downloadUntil: later };
    insert("Grant", { id: `g${id}`, ...grant, tokenHash: hashSecret(id), createdAt: now, downloads: 2 });
  };
  pay("paid", "0xb1", "settled");
  pay("older", "0xb1", "settled", { chainId: 8453, createdAt: "2026-11-19T12:00:00.000+00:00" });
  pay("open", "0xb2", "unknown", { signature: byContract, worker: "somebody" });
  pay("given-up", "0xb2", "failed", { watched: 1, reason: "not_valid" });
  pay("undone", "0xb3", "reverted");
  pay("back", "0xb4", "refunded");
  pay("going", "0xb5", "settled");
  // Odd ones: refused and paid later by one authorization, of a network and a seller that nobody knows, long ones.
  pay("tried", "0xb8", "failed", { nonce: "0xsame", reason: "r".repeat(100_000), signature: "" });
  pay("funded", "0xb8", "settled", { nonce: "0xsame", settlers: "s".repeat(100_000) });
  pay("elsewhere", "0xb9", "settled", { chainId: 999, sellerId: null, claimTokenHash: "c".repeat(100_000) });
  pay("bare", "0xba", "settled");
  database.prepare("DELETE FROM \"Grant\" WHERE paymentId = 'bare'").run();
  pay("both-ways", "0xaa", "settled", { payTo: "0xba", nonce: "0xt" });
  insert("Claim", {
    id: "h1",
    chainId: 31337,
    token: "0xcc",
    payer: "0xb1",
    nonce: "0xpaid",
    fileId: "f",
    paymentId: "paid",
    identifierHash: "i",
    createdAt: now,
  });
  insert("Claim", {
    id: "h2",
    chainId: 31337,
    token: "0xcc",
    payer: "0xb1",
    nonce: "0xproof",
    fileId: "f",
    createdAt: now,
  });
  insert("Complaint", { id: "k", paymentId: "paid", sellerId: "c", text: "Broken.", createdAt: now });
  insert("Traffic", { grantId: "gpaid", since: now, sent: 7, handed: 0 });
  insert("Grant", {
    id: "gift",
    fileId: "f",
    versionId: "v",
    tokenHash: hashSecret("gift"),
    downloadUntil: later,
    createdAt: now,
  });
  insert("Gift", { id: "G", grantId: "gift", fileId: "f", tokenHash: "x", label: "Noor", createdAt: now });
  insert("Claim", {
    id: "h3",
    chainId: 31337,
    token: "0xcc",
    payer: "0xaa",
    nonce: "0xt",
    fileId: "f",
    paymentId: "both-ways",
    createdAt: now,
  });
  const refund = {
    chainId: 31337,
    ...signed,
    payer: "0xaa",
    signature: byKey,
    facilitator: "embedded",
    createdAt: now,
  };
  const moves = { reservedAtBlock: "20", endsAccess: 1, updatedAt: now };
  insert("Refund", {
    id: "r1",
    paymentId: "back",
    payTo: "0xb4",
    nonce: "0xr",
    ...refund,
    ...moves,
    state: "failed",
    reason: "abandoned",
  });
  const done = {
    state: "refunded",
    transaction: "0x9",
    logIndex: 1,
    blockNumber: "22",
    blockHash: "0xc",
    blockTime: now,
  };
  insert("Refund", {
    id: "r2",
    paymentId: "back",
    holds: "back",
    payTo: "0xb4",
    nonce: "0xr",
    ...refund,
    ...moves,
    ...done,
    createdAt: later,
  });
  insert("Refund", {
    id: "r3",
    paymentId: "going",
    holds: "going",
    payTo: "0xb5",
    nonce: "0xs",
    ...refund,
    ...moves,
    state: "confirming",
  });
  // Its authorization was presented as a sale, too, which the chain showed first.
  insert("Refund", {
    id: "r4",
    paymentId: "bare",
    holds: "bare",
    payTo: "0xba",
    nonce: "0xt",
    ...refund,
    ...moves,
    state: "confirming",
    transaction: "0x7both-ways",
    logIndex: 3,
  });
  const gas = {
    chainId: 31337,
    account: "0x5e",
    attempt: 0,
    fence: 1,
    to: "0x",
    data: "0x",
    gas: "1",
    raw: "0x",
  };
  const fees = { maxFeePerGas: "1", maxPriorityFeePerGas: "1" };
  const sent = [
    ["settlement", "back", now, "mined"],
    ["refund", "back", now, "mined"],
    ["refund", "back", later, "open"],
    ["filler", null, now, "open"],
  ];
  for (const [accountNonce, [kind, paymentId, createdAt, state]] of sent.entries()) {
    insert("GasTransaction", {
      id: `x${accountNonce}`,
      ...gas,
      ...fees,
      accountNonce,
      kind,
      state,
      paymentId,
      hash: `0x${accountNonce}`,
      createdAt,
    });
  }
  insert("FoundTransfer", {
    id: "z",
    fileId: "f",
    termsId: "t",
    chainId: 31337,
    ...signed,
    payer: "0xb6",
    payTo: "0xaa",
    nonce: "0xz",
    transaction: "0x8",
    createdAt: now,
  });
  database.close();
}

const payment = async (id: string) => {
  const row = await findPayment(db(), id);
  if (!row) throw new Error(`There is no payment ${id}.`);
  return row;
};

test("every payment is in the state that it was in, with what was signed", async () => {
  const ids = ["paid", "open", "given-up", "undone", "back", "going"];
  const rows = await Promise.all(ids.map(payment));
  expect(rows.map((row) => [paymentState(row), row.state, row.order.state])).toEqual([
    ["settled", "settled", "paid"],
    ["unknown", "unknown", "open"],
    ["failed", "failed", "failed"],
    ["reverted", "reverted", "reverted"],
    ["refunded", "settled", "refunded"],
    ["settled", "settled", "paid"],
  ]);
  const [paid, open, givenUp] = rows;
  if (!paid || !open || !givenUp) throw new Error();
  expect(readAuthorization(paid)).toEqual({
    from: "0xb1",
    to: "0xaa",
    value: 300_000n,
    validAfter: 5n,
    validBefore: 9n,
    nonce: "0xpaid",
    signature: byKey,
  });
  expect(paid).toMatchObject({ network: "eip155:31337", asset: "0xcc", anchor: "11", signers: "0x5e", position: "3" });
  expect(paid.order).toMatchObject({ productId: "f", offerId: "t", sellerId: "c", priceMicroUsd: 300_000n });
  expect(open.processName).toBe("somebody");
  expect(givenUp).toMatchObject({ watched: true, reason: "not_valid", signature: byKey });
  expect(await db().orderEvent.count()).toBe(12);
});

test("what is open or bought prevents another charge: by the key everywhere, by a contract on its network", async () => {
  const keysOf = async (id: string) => {
    const { accountKey, personKey } = (await payment(id)).order;
    return [accountKey, personKey];
  };
  expect(await keysOf("paid")).toEqual(["file:f:eip155:31337:0xb1", "file:f:eip155:0xb1"]);
  expect(await keysOf("older")).toEqual(["file:f:eip155:8453:0xb1", null]);
  expect(await keysOf("open")).toEqual(["file:f:eip155:31337:0xb2", null]);
  expect(await keysOf("given-up")).toEqual([null, null]);
});

test("authorizations stay held, and claim tokens open what they opened", async () => {
  const held = (nonce: string) => findHold(db(), `eip155:31337:0xcc:0xb1:${nonce}`);
  expect(await held("0xpaid")).toMatchObject({ identifierHash: "i", productId: "f", transfer: { id: "paid" } });
  expect(await held("0xproof")).toMatchObject({ transfer: null });
  const ofRefund = { where: { replayKey: "eip155:31337:0xcc:0xaa:0xs" } };
  expect(await db().hold.findFirst(ofRefund)).toMatchObject({ transferId: "r3", productId: "f" });
  const grant = await findGrantByToken("paid", new Date(now));
  expect(grant).toMatchObject({ id: "gpaid", orderId: "paid", partId: "v", until: new Date(later), downloads: 2 });
  expect(grant).toMatchObject({ payer: "eip155:31337:0xb1", person: "eip155:0xb1" });
  const gift = await db().gift.findFirstOrThrow({ include: { entitlement: true } });
  expect(gift.entitlement).toMatchObject({ id: "gift", orderId: null, payer: null, person: null });
  expect(await db().traffic.findFirst()).toMatchObject({ entitlementId: "gpaid", sent: 7n });
  expect(await db().complaint.findFirst()).toMatchObject({ orderId: "paid", text: "Broken." });
  expect(await db().foundTransfer.findFirst()).toMatchObject({
    account: "eip155:31337:0xb6",
    replayKey: "eip155:31337:0xcc:0xb6:0xz",
    offerId: "t",
  });
});

test("refunds are transfers of their orders, with their own transactions, and refunded sales are not looked at again", async () => {
  expect(await findRefund("back")).toMatchObject({
    id: "r2",
    state: "settled",
    height: "22",
    endsEntitlement: true,
    finalAt: new Date(now),
  });
  expect(await findRefund("going")).toMatchObject({ id: "r3", state: "settling", payer: "0xaa", payee: "0xb5" });
  const sent = await db().gasTransaction.findMany({ orderBy: { accountNonce: "asc" } });
  expect(sent.map(({ transferId }) => transferId)).toEqual(["back", "r1", "r2", null]);
  // What the payer's balance has to cover, of those that are not in a block yet.
  expect(sent.map(({ amount }) => amount)).toEqual([null, null, "300000", null]);
  expect((await payment("back")).finalAt).not.toBeNull();
  expect((await payment("paid")).finalAt).toBeNull();
});

test("odd rows come along: tried before, elsewhere, without a seller or a grant, and one authorization both ways", async () => {
  const [tried, funded, elsewhere, bare] = await Promise.all(["tried", "funded", "elsewhere", "bare"].map(payment));
  expect(tried).toMatchObject({ state: "failed", replayKey: funded?.replayKey, order: { accountKey: null } });
  expect(tried?.reason).toHaveLength(100_000);
  expect(funded).toMatchObject({ state: "settled", order: { personKey: "file:f:eip155:0xb8" } });
  expect(elsewhere).toMatchObject({ network: "eip155:999", order: { sellerId: "c", payer: "eip155:999:0xb9" } });
  expect(elsewhere?.order.secretHash).toHaveLength(100_000);
  // It gives nothing: its payer may buy again.
  expect(bare).toMatchObject({ state: "settled", order: { state: "paid", accountKey: null, personKey: null } });
  expect(await findRefund("bare")).toMatchObject({ id: "r4", state: "settling", proofKey: null });
  const held = { where: { replayKey: "eip155:31337:0xcc:0xaa:0xt" } };
  expect(await db().hold.findFirst(held)).toMatchObject({ transferId: "both-ways" });
});

test("the networks of a payout address are named as CAIP-2 does, and what had an end keeps it", async () => {
  const sellers = await db().seller.findMany({ orderBy: { id: "asc" } });
  expect(sellers.map(({ payToNetworks }) => payToNetworks)).toEqual(["", "eip155:8453,eip155:137"]);
  const terms = await db().terms.findMany({ orderBy: { id: "asc" } });
  expect(terms.map(({ payToNetworks, downloadDays }) => [payToNetworks, downloadDays])).toEqual([
    ["", 30],
    ["eip155:8453,eip155:137", 30],
  ]);
  expect(await db().file.findUniqueOrThrow({ where: { id: "f" } })).toMatchObject({
    onSaleUntil: new Date(later),
    listed: false,
    suspendedAt: null,
  });
});

test("no row has a dangling reference", async () => {
  expect(await db().$queryRawUnsafe("PRAGMA foreign_key_check")).toEqual([]);
});
