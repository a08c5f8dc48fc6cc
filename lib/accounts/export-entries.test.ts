import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { atomicToMicroUsd, parseUsd } from "@/lib/money";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { makeFile, makeSeller } from "@/test/files";
import { addPayment, insertSales, placed, readPayment, refundOf, saleLike } from "@/test/rows";
import { inEmptyShop } from "@/test/upload-shop";
import { exportEntries } from "./export-entries";
import { readPeriod } from "./read-period";
import type { Entry } from "./schema";

inEmptyShop();

const network = "eip155:31337";
const payer = `0x${"b".repeat(40)}`;
const nonce: `0x${string}` = `0x${"1".repeat(64)}`;
const signed = JSON.stringify({ nonce, validAfter: "0", validBefore: "1" });
let places = 0;
/** A place in the chain, and when it was settled. */
const settled = (day: string) => {
  places += 1;
  const transaction = `0x${places.toString(16).padStart(64, "0")}`;
  return { state: "settled", ...placed(network, transaction, 0), settledAt: new Date(day) } as const;
};

let seller: SessionData;
let termsId: string;
let fileId: string;
beforeEach(async () => {
  seller = await makeSeller();
  ({ id: fileId } = await makeFile(seller, { title: "=cmd|' /C calc'!A0, and more" }));
  ({ id: termsId } = await db().terms.findFirstOrThrow({ where: { fileId } }));
});

const sell = (day: string, transfer: object = {}) =>
  addPayment(termsId, { network, payer, transfer: { amount: "500000", signed, ...settled(day), ...transfer } });

async function write(format: "csv" | "ndjson", from: string | null = null, to: string | null = null): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportEntries(seller.sellerId, readPeriod({ from, to }), format)) pieces.push(piece);
  return pieces.join("");
}
async function read(from?: string, to?: string): Promise<Entry[]> {
  const lines = (await write("ndjson", from, to)).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Entry);
}

it("has each sale and each refund with its transaction, and what the operator paid for it", async () => {
  const sale = await sell("2027-01-31T23:59:59.999Z");
  const refund = refundOf(sale, { nonce }, { ...settled("2027-02-03T10:00:00Z"), amount: "200000" });
  await db().transfer.create({ data: { ...refund, payer: sale.payee, payee: payer } });
  const gas = {
    chainId: 31337,
    account: payer,
    fence: 1,
    kind: "settlement",
    to: "0x",
    data: "0x",
    gas: "1",
    maxFeePerGas: "1",
    maxPriorityFeePerGas: "1",
    raw: "0x",
    state: "mined",
    createdAt: new Date(),
  };
  for (const attempt of [0, 1]) {
    const own = { id: newId(), accountNonce: places + attempt, attempt, hash: newId() };
    await db().gasTransaction.create({ data: { ...gas, ...own, transferId: sale.id, spent: 1_500_000n } });
  }
  const rest = { currency: "USDC", network, buyer: payer, fileId, title: "=cmd|' /C calc'!A0, and more" };
  expect(await read()).toEqual([
    {
      ...rest,
      date: "2027-01-31T23:59:59.999Z",
      kind: "sale",
      paymentId: sale.id,
      gross: "0.50",
      transaction: sale.transaction,
      operatorFee: "0.003",
      feeCurrency: "ETH",
    },
    {
      ...rest,
      date: "2027-02-03T10:00:00.000Z",
      kind: "refund",
      paymentId: sale.id,
      gross: "-0.20",
      transaction: refund.transaction,
      operatorFee: "",
      feeCurrency: "",
    },
  ]);
});

it("as CSV runs nothing in a spreadsheet, and its amounts are numbers", async () => {
  const sale = await sell("2027-01-02T00:00:00Z");
  const refund = refundOf(sale, { nonce }, settled("2027-01-03T00:00:00Z"));
  await db().transfer.create({ data: { ...refund, payer: sale.payee, payee: payer } });
  const [head, first, second, end] = (await write("csv")).split("\r\n");
  expect(head).toBe(
    "\ufeffdate,kind,paymentId,gross,currency,network,transaction,buyer,operatorFee,feeCurrency,fileId,title",
  );
  expect(first).toContain(`,sale,${sale.id},0.50,USDC,`);
  expect(first).toMatch(/,"'=cmd\|' \/C calc'!A0, and more"$/);
  expect(second).toContain(`,refund,${sale.id},-0.50,USDC,`);
  expect(end).toBe("");
});

describe("a period", () => {
  it("has both of its days, and nothing before or after", async () => {
    for (const day of ["2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z", "2027-03-31T23:59:59.999Z", "2027-04-01"])
      await sell(day);
    expect((await read("2027-01-01", "2027-03-31")).map(({ date }) => date)).toEqual([
      "2027-01-01T00:00:00.000Z",
      "2027-03-31T23:59:59.999Z",
    ]);
    expect(await read("2027-01-01")).toHaveLength(3);
    expect(await read(undefined, "2027-01-01")).toHaveLength(2);
  });

  it.each([
    ["2027-02-30", null],
    ["yesterday", null],
    ["2027-1-1", null],
    [null, "2027-01-01T00:00:00Z"],
    ["2027-01-02", "2027-01-01"],
  ])("from %j to %j is refused", (from, to) => {
    expect(() => readPeriod({ from, to })).toThrow(expect.objectContaining({ code: "invalid_date" }));
  });
});

it("has nothing of other sellers, of storage, or of what did not settle or was lost again", async () => {
  await sell("2027-01-01", { state: "failed" });
  await sell("2027-01-01", { state: "reverted" });
  await sell("2027-01-01", { state: "unknown" });
  const stored = await sell("2027-01-01");
  await db().order.update({ where: { id: stored.orderId }, data: { productKind: "storage" } });
  const other = await makeSeller();
  const { id } = await makeFile(other);
  const terms = await db().terms.findFirstOrThrow({ where: { fileId: id } });
  await addPayment(terms.id, { network, payer, transfer: { amount: "1", signed, ...settled("2027-01-01") } });
  expect(await read()).toEqual([]);
});

it("has each of a thousand sales once, also those of one moment, and their sum is that of the transfers", async () => {
  const pattern = await readPayment((await sell("2027-01-01")).id);
  const more = Array.from({ length: 1_199 }, (_, index) => {
    const day = `2027-01-0${1 + (index % 2)}`;
    return saleLike(pattern, { ...settled(day), amount: String(1 + index) });
  });
  await insertSales(more);
  const entries = await read();
  expect(new Set(entries.map(({ paymentId }) => paymentId)).size).toBe(1_200);
  expect(entries).toHaveLength(1_200);
  expect(entries.map(({ date }) => date)).toEqual(entries.map(({ date }) => date).sort());
  const sum = entries.reduce((total, { gross }) => total + (parseUsd(gross) ?? 0n), 0n);
  const transfers = await db().transfer.findMany({ select: { amount: true } });
  expect(sum).toBe(transfers.reduce((total, { amount }) => total + atomicToMicroUsd(BigInt(amount), 6), 0n));
});
