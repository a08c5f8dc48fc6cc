import Database from "better-sqlite3";
import { parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportEntries } from "@/lib/accounts/export-entries";
import { readPeriod } from "@/lib/accounts/read-period";
import type { Entry } from "@/lib/accounts/schema";
import { db } from "@/lib/db/client";
import { readMigrations } from "@/lib/db/migration-files";
import { newSecret } from "@/lib/ids";
import { parseUsd } from "@/lib/money";
import { moveSettlement, revertSettlement } from "@/lib/payments/commit";
import type { Proof } from "@/lib/payments/ports";
import { findFile } from "@/lib/products/files/find-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { shop as core } from "@/lib/shop/shop";
import { startTestChain, type TestAccount, type TestChain } from "@/test/chain";
import { readPayment } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { signPayment, signTransfer } from "@/test/sign-payment";
import { type Cell, hasSpreadsheet, openCsv } from "@/test/spreadsheet";
import { readFigures } from "./read-figures";

/** The figures of a period, its export and the chains: one sum, with sales and refunds on two networks. */

const FUNDS = 100_000_000n;
let chains: [TestChain, TestChain];
let shop: Shop;
let files: string[];

beforeAll(async () => {
  const gasKey = generatePrivateKey();
  chains = [await startTestChain({ chainId: 84532 }), await startTestChain({ chainId: 8453 })];
  for (const chain of chains) {
    await chain.rpc("anvil_setBalance", [privateKeyToAccount(gasKey).address, toHex(parseEther("1000"))]);
    for (const account of [chain.accounts.buyer, chain.accounts.stranger]) await chain.fund(account.address, FUNDS);
    process.env[`RPC_URL_${chain.chainId}`] = chain.rpcUrl;
  }
  process.env.APP_URL = "http://127.0.0.1:3000";
  process.env.NETWORKS = chains.map(({ network }) => network.caip2).join(",");
  process.env.GAS_KEY = gasKey;
  process.env.SESSION_SECRET = newSecret();
  // Above what a local chain asks for.
  process.env.MAX_FEE_PER_GAS = "100";
  shop = await openShop(chains[0]);
  files = [(await shop.sell({ price: "0.25" })).id, (await shop.sell({ price: "1.000001" })).id];
}, 60_000);
afterAll(async () => {
  await shop?.close();
  await chains?.[1]?.stop();
});

async function buy(fileId: string, chain: TestChain, payer: TestAccount): Promise<string> {
  const file = await findFile(fileId);
  if (!file) throw new Error("no such file");
  const challenge = challengeFor(file, "Payment required");
  const accepts = challenge.accepts.filter(({ network }) => network === chain.network.caip2);
  const outcome = await shop.buy(fileId, { payment: (await signPayment({ ...challenge, accepts }, payer)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not sold: ${outcome.kind}`);
  return outcome.payment.id;
}

async function refund(paymentId: string, amount?: string): Promise<void> {
  // A network has to be certain of a sale that is refunded, and then of the refund.
  for (const chain of chains) await chain.rpc("anvil_mine", ["0x80"]);
  const refunder = { kind: "seller", sellerId: shop.sellerId } as const;
  const signer = chains[0].accounts.seller;
  const asked = { from: signer.address as string, ...(amount === undefined ? {} : { amount }) };
  const { domain, message } = await startRefund(refunder, paymentId, asked, new Date());
  const signature = await signTransfer(signer, domain, message);
  const { validAfter, validBefore } = message;
  const body = { ...asked, validAfter, validBefore, signature, endsAccess: false };
  let state = "";
  const answer = refundPayment(refunder, paymentId, body, new Date()).then((refund) => {
    state = refund.state;
  });
  const oneBlockMore = async () => {
    for (const chain of chains) await chain.mine();
    return state;
  };
  await expect.poll(oneBlockMore, { timeout: 30_000, interval: 100 }).toBe("refunded");
  await answer;
}

async function exported(): Promise<bigint> {
  const today = new Date().toISOString().slice(0, 10);
  const entries: Entry[] = [];
  for await (const piece of exportEntries(shop.sellerId, readPeriod({ from: today, to: today }), "ndjson")) {
    entries.push(
      ...piece
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Entry),
    );
  }
  return entries.reduce((sum, { gross }) => sum + signed(gross), 0n);
}

const signed = (usd: string) => (usd.startsWith("-") ? -(parseUsd(usd.slice(1)) ?? 0n) : (parseUsd(usd) ?? 0n));

async function onChains(): Promise<bigint> {
  const balances = await Promise.all(chains.map((chain) => chain.usdcBalance(chain.accounts.seller.address)));
  return balances.reduce((one, other) => one + other, 0n);
}

/** What the overview says of each period: what came in without what went back. */
async function figures(): Promise<bigint[]> {
  const periods = await Promise.all(
    (["7d", "30d", "90d", "12m", "all"] as const).map((period) => readFigures(shop.sellerId, period, new Date())),
  );
  return periods.flatMap(({ total, parts, top }) => {
    const net = ({ received, refunded }: typeof total) => signed(received) - signed(refunded);
    const sum = (of: (typeof total)[]) => of.reduce((all, one) => all + net(one), 0n);
    return [net(total), sum(parts), sum(top)];
  });
}

async function expectOneSum(): Promise<bigint> {
  const sum = await onChains();
  expect(await exported()).toBe(sum);
  expect(new Set(await figures())).toEqual(new Set([sum]));
  return sum;
}

it("overview, export and chains agree after sales on two networks, refunds, and a reorganisation that came to nothing", async () => {
  const [one, other] = chains;
  const { buyer, stranger } = one.accounts;
  const [cheap = "", dear = ""] = files;
  const sold = [await buy(cheap, one, buyer), await buy(dear, other, buyer), await buy(dear, one, stranger)];
  await buy(cheap, other, stranger);
  expect(await expectOneSum()).toBe(2_500_002n);
  await refund(sold[0] ?? "");
  await refund(sold[1] ?? "", "300000");
  expect(await expectOneSum()).toBe(2_500_002n - 250_000n - 300_000n);
  const { total, top } = await readFigures(shop.sellerId, "7d", new Date());
  expect(total).toMatchObject({ sales: 4, received: "2.500002", refunds: 2, refunded: "0.55" });
  expect(top.map(({ fileId, sales, refunded }) => [fileId, sales, refunded])).toEqual([
    [dear, 2, "0.30"],
    [cheap, 2, "0.25"],
  ]);

  // For a moment the chain has lost a sale: it counts nowhere until it is back.
  await db().transfer.update({ where: { id: sold[2] }, data: { finalAt: null } });
  const payment = await readPayment(sold[2] ?? "");
  await revertSettlement(core, payment, null, new Date());
  expect(new Set([await exported(), ...(await figures())])).toEqual(new Set([(await onChains()) - 1_000_001n]));
  const { transaction, position, height, blockHash, blockTime, signers: sender } = payment;
  await moveSettlement(
    core,
    payment,
    { transaction, position, height, blockHash, blockTime, sender } as Proof,
    new Date(),
  );
  await expectOneSum();
}, 60_000);

const hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1;2)", "\t=1+1", '"=1+1"', "a,=1+1", "=HYPERLINK(0)"];

it.skipIf(!hasSpreadsheet)("LibreOffice takes what sellers write for text, and its sums are the chains'", async () => {
  let [csv, lines] = ["", 0];
  for (const title of hostile) {
    const [head = "", ...more] = (await asCsv(title)).split("\r\n").filter(Boolean);
    csv ||= `${head}\r\n`;
    csv += more.map((line) => `${line}\r\n`).join("");
    lines = more.length;
  }
  // The last line is not ours: it shows that a formula would run.
  const [head = [], ...rows] = openCsv(`${csv}=1+1\r\n`);
  expect(rows.pop()?.[0]).toMatchObject({ text: "2", formula: "of:=1+1" });
  expect(rows).toHaveLength(hostile.length * lines);
  const at = (name: string) => head.findIndex(({ text }) => text === name);
  const cells = rows.flat();
  expect(cells.filter(({ formula }) => formula !== null)).toEqual([]);
  for (const [index, title] of hostile.entries()) {
    const row = rows[index * lines] ?? [];
    expect(row[at("title")]).toMatchObject({ number: null, text: expect.stringContaining(title.trim()) });
  }
  // A spreadsheet counts in floating point: exact to a millionth of a dollar.
  const millionths = (row: Cell[]) => BigInt(Math.round((row[at("gross")]?.number ?? Number.NaN) * 1e6));
  const sum = rows.slice(0, lines).reduce((all, row) => all + millionths(row), 0n);
  expect(sum).toBe(await onChains());
});

async function asCsv(title: string): Promise<string> {
  await db().file.updateMany({ data: { title } });
  const pieces: string[] = [];
  for await (const piece of exportEntries(shop.sellerId, readPeriod({ from: null, to: null }), "csv"))
    pieces.push(piece);
  return pieces.join("");
}

it("the migration writes for earlier sales what was written with them", async () => {
  const read = () => db().dailySales.findMany({ orderBy: [{ id: "asc" }, { day: "asc" }] });
  const written = await read();
  expect(written).toHaveLength(3);
  const migration = readMigrations().find(({ name }) => name.endsWith("_sales_by_day"));
  const [, fill = ""] = /(CREATE TEMP TABLE[\s\S]*DROP TABLE "Moved";)/.exec(migration?.sql ?? "") ?? [];
  await db().dailySales.deleteMany();
  const [file] = await db().$queryRawUnsafe<{ file: string }[]>("PRAGMA database_list");
  const database = new Database(file?.file ?? "");
  database.exec(fill);
  database.close();
  expect(await read()).toEqual(written);
});
