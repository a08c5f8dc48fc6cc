import { encodeFunctionData, type Hex, parseAbi } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as balances } from "@/app/api/balances/route";
import { GET as readyz } from "@/app/readyz/route";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { connectDevnet } from "@/lib/devnet/node";
import { sendAll } from "@/lib/devnet/send";
import { PEER_HEADER } from "@/lib/http/client-ip";
import { readMetrics } from "@/lib/metrics";
import { showBalance } from "@/lib/payment-methods/evm/chain/balance";
import { knownTrouble } from "@/lib/payment-methods/evm/chain/known-trouble";
import { readRefused, readTokenState } from "@/lib/payment-methods/evm/chain/token-state";
import { lookForTrouble, warnOfAge, watchTokens } from "@/lib/payment-methods/evm/chain/token-watch";
import { forgetPerProcess } from "@/lib/process";
import { readOverview } from "@/lib/seller-pages/read-overview";
import { outcomeError } from "@/lib/shop/doors/outcome-headers";
import { readyChallenge } from "@/lib/shop/doors/ready-challenge";
import { openShop, type Shop } from "@/test/shop";
import type { Outcome } from "./outcome";
import { watchPayeesOnSale } from "./watch-payees";

const abi = parseAbi([
  "function pause()",
  "function unpause()",
  "function blacklist(address)",
  "function unBlacklist(address)",
]);

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(() => {
  forgetPerProcess("token-watch");
  forgetPerProcess("known-trouble");
  forgetPerProcess("readiness");
  forgetPerProcess("metrics-answer");
});

/** Reverts a test's changes to the chain itself. Not after a purchase: the ledger would no longer match the chain. */
function takeBack() {
  let snapshot: string;
  beforeEach(async () => {
    snapshot = await shop.chain.rpc<string>("evm_snapshot");
  });
  afterEach(async () => {
    await shop.chain.rpc("evm_revert", [snapshot]);
  });
}

/** Circle's own functions, called by the account with all roles on the test's chain. */
async function issuer(functionName: "pause" | "unpause" | "blacklist" | "unBlacklist", ...args: Hex[]) {
  const data = encodeFunctionData({ abi, functionName, args } as never);
  const node = await connectDevnet(shop.chain.rpcUrl);
  await sendAll(node, shop.chain.accounts.owner, [{ to: shop.chain.network.token.address, data }]);
}

const codeOf = (outcome: Outcome) => ("code" in outcome ? outcome.code : outcome.kind);
const ask = (address: string) => {
  const query = new URLSearchParams({ network: shop.chain.network.caip2, address });
  return balances(new Request(`http://localhost:3000/api/balances?${query}`)).then((answer) => answer.json());
};
const look = (after = 0) => watchTokens(new Date(Date.now() + after));

describe("a token that its issuer has paused", () => {
  it("is reported before anything is signed, in readiness and metrics; once it ends, sales resume by themselves", async () => {
    const { id } = await shop.sell();
    expect((await readyChallenge(id, new Date()))?.status).toBe(402);
    await issuer("pause");
    await look();
    expect(await readyChallenge(id, new Date())).toBeNull();
    const outcome = await shop.buy(id);
    expect(codeOf(outcome)).toBe("token_paused");
    const error = outcomeError(outcome as never);
    expect([error.status, error.headers["PAYMENT-REQUIRED"], error.headers["Retry-After"]]).toEqual([
      503,
      undefined,
      "60",
    ]);
    // Earlier buyers may still get access by a signature.
    expect(error.members).toHaveProperty("extensions");
    expect(await ask(shop.chain.accounts.buyer.address)).toMatchObject({ salesPaused: true, pausedBy: "token_paused" });
    expect(
      await (
        await readyz(new Request("http://localhost:3000/readyz", { headers: { [PEER_HEADER]: "127.0.0.1" } }))
      ).json(),
    ).toMatchObject({
      notReady: ["Devnet"],
    });
    const line = 'filekiosk_sales_paused{network="eip155:31337",reason="token_paused"}';
    expect(await readMetrics(new Date())).toContain(`${line} 1`);
    await issuer("unpause");
    await look(3 * SECOND);
    expect((await readyChallenge(id, new Date()))?.status).toBe(402);
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id)).header }))).toBe("granted");
  });

  it("is reported to a payer who has already signed, whose signature is valid later; a buyer gets the file", async () => {
    const [sold, fresh] = [await shop.sell(), await shop.sell()];
    expect(codeOf(await shop.buy(sold.id, { payment: (await shop.sign(sold.id)).header }))).toBe("granted");
    const { header } = await shop.sign(fresh.id);
    const anew = await shop.sign(sold.id);
    await issuer("pause");
    // There was no check yet: the facilitator's rejection triggers one.
    expect(codeOf(await shop.buy(fresh.id, { payment: header }))).toBe("token_paused");
    const rows = await db().transfer.count();
    expect(codeOf(await shop.buy(fresh.id, { payment: header }))).toBe("token_paused");
    expect(await db().transfer.count()).toBe(rows);
    expect(codeOf(await shop.buy(sold.id, { payment: anew.header }))).toBe("granted");
    await issuer("unpause");
    await look(3 * SECOND);
    expect(codeOf(await shop.buy(fresh.id, { payment: header }))).toBe("granted");
  });
});

describe("an address that the token refuses", () => {
  it("a payee: nobody is asked to pay, the seller is told, other sellers sell; and the other way round when mended", async () => {
    const { id } = await shop.sell();
    await issuer("blacklist", shop.chain.accounts.seller.address);
    const early = await shop.sign(id);
    expect(codeOf(await shop.buy(id, { payment: early.header }))).toBe("payee_refused");
    await watchPayeesOnSale(new Date());
    expect(await readyChallenge(id, new Date())).toBeNull();
    const outcome = await shop.buy(id);
    expect(codeOf(outcome)).toBe("payee_refused");
    expect(outcomeError(outcome as never).status).toBe(403);
    expect((await readOverview(shop.sellerId, new Date())).refusedOn).toEqual(["Devnet"]);
    expect(await readMetrics(new Date())).toContain('filekiosk_refused_payees{network="eip155:31337"} 1');
    const { buyer } = shop.chain.accounts;
    expect(knownTrouble(shop.chain.network, buyer.address.toLowerCase(), new Date())).toBeNull();
    await issuer("unBlacklist", shop.chain.accounts.seller.address);
    await watchPayeesOnSale(new Date());
    expect((await readOverview(shop.sellerId, new Date())).refusedOn).toEqual([]);
    expect(codeOf(await shop.buy(id, { payment: early.header }))).toBe("granted");
  });

  it("a payer: told before it signs, and by name to one that signed anyway", async () => {
    const { id } = await shop.sell();
    const { buyer } = shop.chain.accounts;
    const { header } = await shop.sign(id);
    await issuer("blacklist", buyer.address);
    expect(await ask(buyer.address)).toMatchObject({ refused: true, salesPaused: false, pausedBy: null });
    const outcome = await shop.buy(id, { payment: header });
    expect(codeOf(outcome)).toBe("payer_refused");
    expect(outcomeError(outcome as never).status).toBe(402);
    await issuer("unBlacklist", buyer.address);
    expect(await ask(buyer.address)).toMatchObject({ refused: false });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
  });
});

describe("tokens of other makers", () => {
  takeBack();

  it("that have no such functions refuse nobody", async () => {
    // Answers `decimals()` with 6 and reverts on everything else.
    const plain = "0x60003560e01c63313ce5671460145760006000fd5b600660005260206000f3";
    await shop.chain.rpc("anvil_setCode", [shop.chain.network.token.address, plain]);
    expect(await readTokenState(shop.chain.network)).toEqual({ paused: false, renamed: false });
    expect(await readRefused(shop.chain.network, [shop.chain.accounts.buyer.address])).toEqual(new Set());
  });

  it("that freeze by another name are understood", async () => {
    // Answers `decimals()` and `isFrozen(address)` with 1 and reverts on everything else.
    const freezes = "0x5f3560e01c8063313ce56714601c578063e583983614601c575f5ffd5b60015f5260205ff3";
    await shop.chain.rpc("anvil_setCode", [shop.chain.network.token.address, freezes]);
    const { buyer, stranger } = shop.chain.accounts;
    const asked = [buyer.address, stranger.address];
    expect(await readRefused(shop.chain.network, asked)).toEqual(new Set(asked));
  });

  it("that cannot be read are not taken for good ones", async () => {
    const dead = {
      ...shop.chain.network,
      token: { ...shop.chain.network.token, address: `0x${"12".repeat(20)}` as const },
    };
    await expect(readTokenState(dead)).rejects.toThrow();
    await expect(readRefused(dead, [shop.chain.accounts.buyer.address])).rejects.toThrow();
  });
});

describe("a token whose EIP-712 domain has changed", () => {
  it("sells nothing, and says so", async () => {
    const { network } = shop.chain;
    const renamed = { ...network, token: { ...network.token, name: "USD Coin 2" } };
    expect(await lookForTrouble(renamed, new Date())).toBe("token_changed");
    const { id } = await shop.sell();
    expect(codeOf(await shop.buy(id))).toBe("token_changed");
    expect(await lookForTrouble(network, new Date(Date.now() + 3 * SECOND))).toBeNull();
    expect(codeOf(await shop.buy(id))).toBe("payment-required");
  });
});

describe("a clock that is off", () => {
  takeBack();

  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE);

  it("is found when it is behind the newest block", async () => {
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(-20))).toBe("clock_off");
    expect(await lookForTrouble(shop.chain.network, at(0))).toBeNull();
  });

  it("is not blamed for a chain on which nothing is mined, nor for the block that comes after hours", async () => {
    await shop.chain.mine();
    for (const minutes of [0, 60, 600]) expect(await lookForTrouble(shop.chain.network, at(minutes))).toBeNull();
    await shop.chain.rpc("evm_setNextBlockTimestamp", [Math.floor(at(600).getTime() / SECOND)]);
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(601))).toBeNull();
  });
});

describe("blocks that are old", () => {
  takeBack();

  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE);

  it("as they come are a node's that is behind, or seen by a clock that is ahead: nothing is sold, and it is not called the clock", async () => {
    const { id } = await shop.sell();
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(20))).toBeNull();
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(21))).toBe("node_behind");
    const outcome = await shop.buy(id, { now: at(21) });
    expect(codeOf(outcome)).toBe("node_behind");
    expect(outcomeError(outcome as never).headers["PAYMENT-REQUIRED"]).toBeUndefined();
    // It does not catch up: still behind, until a newer block arrives.
    expect(await lookForTrouble(shop.chain.network, at(22))).toBe("node_behind");
    await shop.chain.rpc("evm_setNextBlockTimestamp", [Math.floor(at(23).getTime() / SECOND)]);
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(23))).toBeNull();
  });

  it("that stop coming do not stop sales, and readiness says how old the newest is", async () => {
    await shop.chain.mine();
    expect(await lookForTrouble(shop.chain.network, at(45))).toBeNull();
    expect(warnOfAge(shop.chain.network, at(45))).toBe("The newest block of the node is 45 minutes old.");
    expect(warnOfAge(shop.chain.network, at(5))).toBeUndefined();
  });
});

it("results are dropped when no check is possible any more", async () => {
  await issuer("pause");
  await look();
  const { seller } = shop.chain.accounts;
  expect(knownTrouble(shop.chain.network, seller.address.toLowerCase(), new Date())).toBe("token_paused");
  expect(knownTrouble(shop.chain.network, seller.address.toLowerCase(), new Date(Date.now() + 16 * MINUTE))).toBeNull();
  expect(await showBalance(shop.chain.network, seller.address)).toMatchObject({ refused: false });
});
