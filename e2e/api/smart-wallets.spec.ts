import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { SettleResponse } from "@x402/core/types";
import { startTestChain, type TestChain } from "../../test/chain";
import { deploySafeContracts, type SafeContracts, type SafeWallet } from "../../test/safe";
import { declared, proveWallet } from "../../test/sign-in-with-x";
import { decode } from "../../test/sign-payment";
import { askChallenge, payingFetch, present, signFor } from "../buyer";
import { type Seller, signInSeller } from "../seller";
import { type App, devnetEnv, startApp } from "../stack";

test.describe.configure({ mode: "serial" });

/** Wallets that are contracts (Safe's own) buy from the production build. */
let chain: TestChain;
let safe: SafeContracts;
let app: App;
let seller: Seller;
const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-e2e-"));

test.beforeAll(async () => {
  chain = await startTestChain();
  safe = await deploySafeContracts(chain);
  app = await startApp({ ...devnetEnv(chain, dataDir), EIP6492_FACTORIES: safe.factory });
  seller = await signInSeller(app.url, chain.accounts.seller);
});
test.afterAll(async () => {
  await app?.stop();
  await chain?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function fundedWallet(): Promise<SafeWallet> {
  const wallet = await safe.newWallet();
  await chain.fund(wallet.address, 1_000_000n);
  return wallet;
}

async function expectBytes(response: Response, sha256: string): Promise<void> {
  expect([response.status, response.status === 200 ? "" : await response.clone().text()]).toEqual([200, ""]);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
}

async function signInExtension(link: string, wallet: SafeWallet): Promise<Response> {
  const proof = await proveWallet(declared((await askChallenge(link)).extensions), wallet);
  return fetch(link, { headers: { "SIGN-IN-WITH-X": proof } });
}

test("a deployed wallet (ERC-1271) buys with the published client, and its signature opens the file again", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const wallet = await fundedWallet();
  await wallet.deploy();
  const response = await payingFetch(wallet, chain.network.token.address)(sold.file.url);
  const settled = decode<SettleResponse>(response.headers.get("payment-response"));
  expect(settled).toMatchObject({ success: true, payer: wallet.address.toLowerCase() });
  await expectBytes(response, sold.sha256);
  await expectBytes(await signInExtension(sold.file.url, wallet), sold.sha256);
  expect(await chain.usdcBalance(wallet.address)).toBe(750_000n);
});

test("a wallet that is not deployed yet (ERC-6492) buys with the published client: it is made first", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const wallet = await fundedWallet();
  const before = await chain.usdcBalance(seller.address as `0x${string}`);
  const pay = payingFetch(wallet.counterfactual(), chain.network.token.address);
  await expectBytes(await pay(sold.file.url), sold.sha256);
  expect(await chain.rpc("eth_getCode", [wallet.address, "latest"])).not.toBe("0x");
  // The client signs again, which charges nothing; so do signatures of either kind.
  await expectBytes(await pay(sold.file.url), sold.sha256);
  await expectBytes(await signInExtension(sold.file.url, wallet.counterfactual()), sold.sha256);
  await expectBytes(await signInExtension(sold.file.url, wallet), sold.sha256);
  expect(await chain.usdcBalance(wallet.address)).toBe(750_000n);
  expect(await chain.usdcBalance(seller.address as `0x${string}`)).toBe(before + 250_000n);
});

test("the purchase door sells to a wallet that is not deployed yet, and its receipt names the wallet", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const wallet = await fundedWallet();
  const { header } = await signFor(sold.file.url, wallet.counterfactual());
  const bought = await present(`${app.url}/api/files/${sold.file.id}/purchase`, header, { method: "POST" });
  expect(bought.status).toBe(200);
  const { receipt, claimToken } = await bought.json();
  expect(receipt).toMatchObject({ payer: wallet.address.toLowerCase(), amount: "250000" });
  await expectBytes(await fetch(sold.file.url, { headers: { "Claim-Token": claimToken } }), sold.sha256);
});

test("an account that says no, or nothing sensible, gets a 402 from both doors: never a network that is down", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const { address } = await safe.newWallet();
  for (const code of ["0x5f5ffd", "0xfe", "0x5b5f56"]) {
    await chain.rpc("anvil_setCode", [address, code]);
    const balance = await fetch(`${app.url}/api/balances?network=eip155:31337&address=${address}`);
    expect(await balance.json()).toMatchObject({ payer: "unsupported" });
    const { header } = await signFor(sold.file.url, await safe.newWallet(), { authorization: { from: address } });
    const purchase = `${app.url}/api/files/${sold.file.id}/purchase`;
    for (const answer of [await present(sold.file.url, header), await present(purchase, header, { method: "POST" })]) {
      expect([code, answer.status, (await answer.json()).code]).toEqual([code, 402, "invalid_signature"]);
    }
  }
});

test("a wallet by a factory that is not listed is refused by name, with a fresh challenge and nothing sent", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const wallet = await fundedWallet();
  const other = `0x${"ab".repeat(20)}` as const;
  const sent = await chain.rpc("eth_getTransactionCount", [chain.accounts.gas.address, "pending"]);
  const { header } = await signFor(sold.file.url, wallet.counterfactual({ factory: other }));
  const refused = await present(sold.file.url, header);
  expect(refused.status).toBe(402);
  expect(refused.headers.get("payment-required")).not.toBeNull();
  expect(await refused.json()).toMatchObject({ code: "wallet_unsupported", detail: expect.stringContaining(other) });
  expect(await chain.rpc("eth_getTransactionCount", [chain.accounts.gas.address, "pending"])).toBe(sent);
  expect(await chain.rpc("eth_getCode", [wallet.address, "latest"])).toBe("0x");
});
