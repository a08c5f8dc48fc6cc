import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { newId } from "@/lib/ids";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Receipt } from "@/lib/shop/schema";
import { compileProgram } from "@/test/compile-program";
import { setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { makeReceipt } from "./make-receipt";
import { showReceipt } from "./show-receipt";
import { verifyReceipt } from "./verify-receipt";

let shop: Shop;
let bytes: Buffer;
let receipt: Receipt;
let claimToken: string;
/** Another purchase of the same file. */
let other: { receipt: Receipt; claimToken: string };
let folder: string;

async function purchase(fileId: string, payer = shop.chain.accounts.buyer) {
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId, payer)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  const found = await makeReceipt(outcome.payment);
  if (!found) throw new Error("no receipt");
  return { receipt: found, claimToken: outcome.claimToken };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "filekiosk-receipt-"));
  shop = await openShop();
  const file = await shop.sell();
  bytes = file.bytes;
  ({ receipt, claimToken } = await purchase(file.id));
  await shop.chain.fund(shop.chain.accounts.stranger.address, 1_000_000n);
  other = await purchase(file.id, shop.chain.accounts.stranger);
});
afterAll(async () => {
  await shop?.close();
  await rm(folder, { recursive: true, force: true });
});

const nothing = { claimToken: null, ticket: null, sellerId: null };
const show = (
  shown: Partial<typeof nothing> | { claimToken: string },
  paymentId = receipt.paymentId,
  now = new Date(),
) => showReceipt(paymentId, { ...nothing, ...shown }, now);

describe("a receipt is shown", () => {
  it("to its buyer by claim token, to the seller, and by the ticket that they get with it", async () => {
    for (const shown of [{ claimToken }, { sellerId: shop.sellerId }]) {
      const found = await show(shown as { claimToken: string });
      expect(found.receipt).toEqual(receipt);
      const ticket = new URL(found.jsonUrl).searchParams.get("ticket") ?? "";
      expect((await show({ ticket } as never)).receipt).toEqual(receipt);
      const late = new Date(Date.now() + 16 * 60_000);
      await expect(show({ ticket } as never, undefined, late)).rejects.toMatchObject({ code: "payment_not_found" });
    }
  });

  it("to nobody else: no stranger, no other seller, no other buyer of the same file, nobody whose access ended", async () => {
    const refused = { code: "payment_not_found", status: 404 };
    await expect(show({})).rejects.toMatchObject(refused);
    await expect(show({ sellerId: newId() } as never)).rejects.toMatchObject(refused);
    await expect(show({ claimToken: other.claimToken })).rejects.toMatchObject(refused);
    await expect(show({ claimToken: "x".repeat(43) })).rejects.toMatchObject(refused);
    await expect(show({ claimToken }, newId())).rejects.toMatchObject(refused);
    const ended = new Date(Date.now() + 31 * DAY);
    await expect(show({ claimToken }, undefined, ended)).rejects.toMatchObject(refused);
  });

  it("only once the payment is settled", async () => {
    const refusals = [
      ["unknown", "payment_not_found"],
      ["reverted", "payment_reverted"],
    ] as const;
    for (const [state, code] of refusals) {
      await setState({ id: receipt.paymentId }, state);
      await expect(show({ claimToken })).rejects.toMatchObject({ code });
    }
    await setState({ id: receipt.paymentId }, "settled");
  });
});

describe("a receipt is checked on chain", () => {
  const failures = async (bent: Partial<Receipt>) => {
    const findings = await verifyReceipt(publicClient(shop.chain.chainId), { ...receipt, ...bent });
    return findings.filter(({ holds }) => !holds).map(({ words }) => words);
  };

  it("and holds as it was given", async () => {
    expect(await failures({})).toEqual([]);
    const shout = (hex: string) => `0x${hex.slice(2).toUpperCase()}`;
    expect(await failures({ payer: shout(receipt.payer), nonce: shout(receipt.nonce) })).toEqual([]);
  });

  it.each<[keyof Receipt, () => Receipt[keyof Receipt], RegExp]>([
    ["payer", () => other.receipt.payer, /does not move/],
    ["payTo", () => receipt.payer, /does not move/],
    ["nonce", () => other.receipt.nonce, /does not move/],
    ["amount", () => "250001", /not the price[\s\S]*does not move/],
    ["price", () => "0.26", /not the price/],
    ["transaction", () => other.receipt.transaction, /does not move/],
    ["transaction", () => `0x${randomBytes(32).toString("hex")}`, /has no transaction/],
    ["asset", () => receipt.payTo, /is not USDC/],
    ["logIndex", () => receipt.logIndex + 1, /log index/],
    ["blockNumber", () => other.receipt.blockNumber, /The block is/],
    ["blockTime", () => "2020-01-01T00:00:00.000Z", /The time is/],
    ["network", () => "eip155:1234567", /not one that Filekiosk knows/],
  ])("and does not hold with another %s", async (field, value, words) => {
    expect((await failures({ [field]: value() })).join("\n")).toMatch(words);
  });

  it("and is not judged by the chain of another network", async () => {
    await expect(failures({ network: "eip155:8453" })).rejects.toThrow(/The RPC is for chain 31337/);
  });
});

describe("npm run verify-receipt", () => {
  it("says what holds and ends with 0, 1 or 2", async () => {
    const [good, bad, junk, file, otherFile] = await Promise.all([
      save("good.json", JSON.stringify(receipt)),
      save("bad.json", JSON.stringify({ receipt: { ...receipt, price: "0.24", amount: "240000" } })),
      save("junk.json", JSON.stringify({ ...receipt, nonce: "0x1" })),
      save("file", bytes),
      save("other", "another file"),
    ]);
    const rpc = ["--rpc", shop.chain.rpcUrl];
    const [whole, wrongFile, wrong, unreadable, unreachable] = await Promise.all([
      run([good, ...rpc, "--file", file]),
      run([good, ...rpc, "--file", otherFile]),
      run([bad, ...rpc]),
      run([junk, ...rpc]),
      run([good, "--rpc", "http://127.0.0.1:9"]),
    ]);
    expect(whole).toMatchObject({ code: 0, text: expect.stringMatching(/yes {2}.*paid 0\.25 USDC[\s\S]*is the file/) });
    expect(wrongFile).toMatchObject({ code: 1, text: expect.stringContaining("NO   ") });
    expect(wrong).toMatchObject({ code: 1, text: expect.stringContaining("This receipt does not hold.") });
    expect(unreadable).toMatchObject({ code: 2, text: expect.stringContaining("nonce is not 32 bytes of hex") });
    expect(unreachable).toMatchObject({ code: 2, text: expect.stringContaining("could not be checked") });
  });

  async function save(name: string, content: string | Buffer): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  function run(args: string[]): Promise<{ code: number | null; text: string }> {
    const command = ["--conditions=react-server", compileProgram("commands/verify-receipt/main.ts"), ...args];
    const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, text })));
  }
});
