import { createHash } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { SettleResponse } from "@x402/core/types";
import { createPublicClient, decodeFunctionData, http, parseEventLogs } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { usdcAbi } from "../../lib/payment-methods/evm/chain/usdc.abi";
import { decode, encode } from "../../test/sign-payment";
import { askChallenge, payingFetch, present, signFor } from "../buyer";
import { type Seller, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

test.describe.configure({ mode: "serial" });

let stack: Stack;
let seller: Seller;
const sha256 = (bytes: ArrayBuffer | Uint8Array) =>
  createHash("sha256")
    .update(Buffer.from(bytes as Uint8Array))
    .digest("hex");

test.beforeAll(async () => {
  stack = await startStack({ LOG_LEVEL: "debug" });
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
});
test.afterAll(() => stack?.stop());

const reader = () => createPublicClient({ transport: http(stack.chain.rpcUrl) });
const links = (id: string) => [`${stack.app.url}/f/${id}`, `${stack.app.url}/api/files/${id}`];
const nonceUsed = (payer: `0x${string}`, nonce: `0x${string}`) =>
  reader().readContract({
    address: stack.chain.network.token.address,
    abi: usdcAbi,
    functionName: "authorizationState",
    args: [payer, nonce],
  });

/** A separate wallet, so that no grant of another test helps it. */
async function newBuyer(amount = 1_000_000n) {
  const account = privateKeyToAccount(generatePrivateKey());
  await stack.chain.fund(account.address, amount);
  return account;
}

test("@x402/fetch pays the shared link: the bytes, PAYMENT-RESPONSE, one exact transfer, then ranges for free", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const buyer = await newBuyer();
  const before = await stack.chain.usdcBalance(stack.chain.accounts.seller.address);
  const response = await payingFetch(buyer, stack.chain.network.token.address)(sold.file.url);
  expect(response.status).toBe(200);
  expect(sha256(await response.arrayBuffer())).toBe(sold.sha256);
  expect(response.headers.get("content-length")).toBe(String(sold.bytes.length));
  expect(response.headers.get("content-disposition")).toContain("thesis.pdf");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toContain("private, no-store");

  const settled = decode<SettleResponse>(response.headers.get("payment-response"));
  expect(settled).toMatchObject({ success: true, network: "eip155:31337", payer: buyer.address.toLowerCase() });
  const receipt = await reader().getTransactionReceipt({ hash: settled.transaction as `0x${string}` });
  const transfers = parseEventLogs({ abi: usdcAbi, logs: receipt.logs, eventName: "Transfer" });
  expect(transfers.map(({ args }) => [args.from, args.to, args.value])).toEqual([
    [buyer.address, stack.chain.accounts.seller.address, 250_000n],
  ]);
  expect(await stack.chain.usdcBalance(stack.chain.accounts.seller.address)).toBe(before + 250_000n);

  const claimToken = response.headers.get("claim-token") ?? "";
  const etag = response.headers.get("etag") ?? "";
  const part = await fetch(sold.file.url, {
    headers: { "Claim-Token": claimToken, Range: "bytes=100-199", "If-Range": etag },
  });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes 100-199/${sold.bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.from(sold.bytes.slice(100, 200)));
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);
});

test("@x402/fetch is charged once when it calls again, although it signs again", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const buyer = await newBuyer();
  const pay = payingFetch(buyer, stack.chain.network.token.address);
  for (let call = 0; call < 3; call += 1) {
    const response = await pay(sold.file.url);
    expect(response.status).toBe(200);
    expect(sha256(await response.arrayBuffer())).toBe(sold.sha256);
  }
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);
});

test("HEAD with a fresh, valid payment settles nothing, on both links", async () => {
  const sold = await seller.sell();
  const buyer = await newBuyer();
  for (const link of links(sold.file.id)) {
    const { header, nonce } = await signFor(link, buyer);
    const response = await present(link, header, { method: "HEAD" });
    expect(response.status).toBe(402);
    expect(await nonceUsed(buyer.address, nonce)).toBe(false);
  }
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(1_000_000n);
});

test("prefetches and the app's own navigation settle nothing, and none of them nor a preview bot gets bytes", async () => {
  const sold = await seller.sell();
  const buyer = await newBuyer();
  const lookers: Record<string, string>[] = [
    { "Sec-Purpose": "prefetch;prerender" },
    { Purpose: "prefetch" },
    { RSC: "1" },
  ];
  for (const link of links(sold.file.id)) {
    for (const headers of lookers) {
      const { header, nonce } = await signFor(link, buyer);
      const response = await present(link, header, { headers });
      expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(false);
      expect(response.headers.get("payment-response")).toBeNull();
      expect(await nonceUsed(buyer.address, nonce)).toBe(false);
    }
  }
  // A bot shows no payment. One that does is a client (hosts.spec.ts).
  for (const bot of ["facebookexternalhit/1.1", "Twitterbot/1.0"]) {
    const response = await fetch(links(sold.file.id)[1] ?? "", { headers: { "User-Agent": bot } });
    expect([response.status, response.headers.get("payment-response")]).toEqual([402, null]);
  }
  // An owner's prefetch: has access, still gets no byte.
  const prefetch = await fetch(links(sold.file.id)[1] ?? "", {
    headers: { Cookie: seller.cookie, "Sec-Purpose": "prefetch" },
  });
  expect((await prefetch.arrayBuffer()).byteLength).toBe(0);
});

test("the header rebuilt from the transaction's calldata gives no access, for this file and another, in any spelling", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const other = await seller.sell({ price: "0.25" });
  const buyer = await newBuyer();
  const response = await payingFetch(buyer, stack.chain.network.token.address)(sold.file.url);
  const { transaction } = decode<SettleResponse>(response.headers.get("payment-response"));
  const { input } = await reader().getTransaction({ hash: transaction as `0x${string}` });
  const { args } = decodeFunctionData({ abi: usdcAbi, data: input });
  const [from, to, value, validAfter, validBefore, nonce, v, r, s] = args as unknown as [
    string,
    string,
    bigint,
    bigint,
    bigint,
    string,
    number,
    string,
    string,
  ];
  const signature = `${r}${s.slice(2)}${v.toString(16).padStart(2, "0")}`;
  const before = await stack.chain.usdcBalance(stack.chain.accounts.seller.address);

  const shout = (hex: string) => `0x${hex.slice(2).toUpperCase()}`;
  const plain = { from, to, value: `${value}`, validAfter: `${validAfter}`, validBefore: `${validBefore}`, nonce };
  const spellings = [
    { authorization: plain, signature },
    { authorization: { ...plain, nonce: shout(nonce) }, signature: shout(signature) },
    { authorization: { ...plain, from: from.toLowerCase(), to: to.toLowerCase() }, signature },
    { authorization: { ...plain, from: shout(from) }, signature },
    { authorization: { ...plain, value: "0x3d090" }, signature },
    { authorization: { ...plain, value: "0250000" }, signature },
    { authorization: plain, signature: `${r}${s.slice(2)}${(v - 27).toString(16).padStart(2, "0")}` },
  ];
  for (const id of [sold.file.id, other.file.id]) {
    for (const link of links(id)) {
      const challenge = await askChallenge(link);
      for (const payload of spellings) {
        const header = encode({
          x402Version: 2,
          resource: challenge.resource,
          accepted: challenge.accepts[0],
          payload,
        });
        const answer = await present(link, header);
        expect([400, 409]).toContain(answer.status);
        expect(answer.headers.get("payment-required")).toBeNull();
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    }
  }
  expect(await stack.chain.usdcBalance(stack.chain.accounts.seller.address)).toBe(before);
});

test("the purchase door and the byte door are one purchase", async () => {
  const sold = await seller.sell();
  const buyer = await newBuyer();
  const { header } = await signFor(sold.file.url, buyer);
  const bought = await fetch(`${stack.app.url}/api/files/${sold.file.id}/purchase`, {
    method: "POST",
    headers: { "PAYMENT-SIGNATURE": header },
  });
  expect(bought.status).toBe(200);
  const result = await bought.json();
  expect(result.receipt).toMatchObject({ sha256: sold.sha256, payer: buyer.address.toLowerCase(), price: "0.25" });
  const file = await fetch(result.ticketUrl);
  expect(sha256(await file.arrayBuffer())).toBe(sold.sha256);
  const byToken = await fetch(sold.file.url, { headers: { "Claim-Token": result.claimToken } });
  expect(sha256(await byToken.arrayBuffer())).toBe(sold.sha256);
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);

  const status = await (await fetch(`${stack.app.url}/api/payments/${result.receipt.paymentId}`)).json();
  expect(status).toMatchObject({ state: "settled", pending: false, transaction: result.receipt.transaction });
  expect(JSON.stringify(status)).not.toContain(result.claimToken);

  const foreignTicket = result.ticketUrl.replace(sold.file.id, (await seller.sell()).file.id);
  const refused = await fetch(foreignTicket);
  expect([refused.status, (await refused.json()).code]).toEqual([410, "ticket_ended"]);
});

test("a browser agent on another site can pay, and its cookies do not count", async () => {
  const sold = await seller.sell();
  const preflight = await fetch(sold.file.url, {
    method: "OPTIONS",
    headers: {
      Origin: "https://agent.example",
      "Access-Control-Request-Headers": "payment-signature,access-control-expose-headers",
    },
  });
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("payment-signature");
  const asOwner = { Cookie: seller.cookie };
  const own = await fetch(sold.file.url, { headers: asOwner });
  expect(own.status).toBe(200);
  await own.body?.cancel();
  const crossSite = await fetch(sold.file.url, {
    headers: { ...asOwner, Origin: "https://agent.example", "Sec-Fetch-Site": "cross-site" },
  });
  expect(crossSite.status).toBe(402);
  expect(crossSite.headers.get("access-control-expose-headers")).toContain("PAYMENT-REQUIRED");
  expect(crossSite.headers.get("access-control-allow-credentials")).toBeNull();
});

test("one link: a page for browsers and preview bots, the file behind 402 for everyone else", async () => {
  const sold = await seller.sell();
  const kinds: [Record<string, string>, number, string][] = [
    [{ Accept: "text/html,application/xhtml+xml" }, 200, "text/html"],
    [{ Accept: "TEXT/HTML" }, 200, "text/html"],
    [{ "User-Agent": "Slackbot-LinkExpanding 1.0" }, 200, "text/html"],
    [{ Accept: "*/*" }, 402, "application/problem+json"],
    [{ Accept: "application/json" }, 402, "application/problem+json"],
  ];
  for (const [headers, status, type] of kinds) {
    const response = await fetch(sold.file.url, { headers });
    expect([headers, response.status]).toEqual([headers, status]);
    expect(response.headers.get("content-type")).toContain(type);
    expect(response.headers.get("cache-control")).toContain("no-store");
    const vary = response.headers.get("vary")?.toLowerCase() ?? "";
    for (const name of ["accept", "user-agent", "rsc"]) expect(vary).toContain(name);
    await response.body?.cancel();
  }
});

test("the log names no secret that opens a file, not even at its most talkative", async () => {
  const sold = await seller.sell();
  const buyer = await newBuyer();
  const { header } = await signFor(sold.file.url, buyer);
  const bought = await fetch(`${stack.app.url}/api/files/${sold.file.id}/purchase`, {
    method: "POST",
    headers: { "PAYMENT-SIGNATURE": header },
  });
  const result = await bought.json();
  await (await fetch(result.ticketUrl)).arrayBuffer();
  await (await fetch(sold.file.url, { headers: { "Claim-Token": result.claimToken } })).arrayBuffer();
  const refused = await signFor(sold.file.url, await newBuyer(1n));
  await present(sold.file.url, refused.header);

  const output = stack.app.output();
  const ticket = new URL(result.ticketUrl).searchParams.get("ticket") ?? "";
  const secrets = [result.claimToken, ticket, header, refused.header, seller.cookie.split("=")[1] ?? ""];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(30);
    expect(output).not.toContain(secret);
  }
  expect(output).not.toContain(stack.chain.accounts.gas.key.slice(2));
});
