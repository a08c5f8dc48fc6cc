import { randomBytes } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import { expect, test } from "@playwright/test";
import { decodePaymentResponseHeader } from "@x402/core/http";
import { newAccount } from "../bed";
import { askChallenge, payingFetch, present, signFor } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/**
 * One server, asked for by two names, and clients that look like something else: people are led to APP_URL, and a request
 * that shows a payment is a client's whatever it accepts or calls itself.
 */
test.describe.configure({ mode: "serial" });

let stack: Stack;
let seller: Seller;
let sold: SoldFile;
test.beforeAll(async () => {
  stack = await startStack();
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  sold = await seller.sell();
});
test.afterAll(() => stack?.stop());

/** Another name of the same server: APP_URL is on localhost. */
const otherName = () => stack.app.url.replace("localhost", "127.0.0.1");
const browser = {
  Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
};

async function newBuyer() {
  const buyer = newAccount();
  await stack.chain.fund(buyer.address, 1_000_000n);
  return buyer;
}

/** Like fetch, with a `Host` of one's own and without following redirects. */
function ask(path: string, headers: Record<string, string>, method = "GET") {
  type Answer = { status: number; headers: IncomingHttpHeaders; text: string };
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(new URL(path, stack.app.url), { method, headers }, async (res) => {
      const parts: Buffer[] = [];
      for await (const part of res) parts.push(part as Buffer);
      resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(parts).toString() });
    });
    asked.on("error", reject).end();
  });
}

test("a person who opened a page by another name is led to APP_URL, with the address in words", async () => {
  for (const path of ["/", `/f/${sold.file.id}`, "/dashboard?tab=sales", "/r"]) {
    const answer = await ask(path, { Host: "kiosk.example", ...browser });
    expect([answer.status, answer.headers.location]).toEqual([308, `${stack.app.url}${path}`]);
    expect(answer.text).toContain(`${stack.app.url}${path}`);
  }
  const form = await ask("/api/locale", { Host: "kiosk.example", Origin: "http://kiosk.example" }, "POST");
  expect([form.status, JSON.parse(form.text).detail]).toEqual([403, expect.stringContaining(stack.app.url)]);
  for (const path of ["/healthz", "/readyz", "/version", "/api/sign-in", `/api/files/${sold.file.id}/info`]) {
    expect((await ask(path, { Host: "kiosk.example" })).status).toBe(200);
  }
});

test("a program buys by another name of the server, and comes back by it", async () => {
  const buyer = await newBuyer();
  const pay = payingFetch(buyer, stack.chain.network.token.address);
  const bought = await pay(`${otherName()}/f/${sold.file.id}`);
  expect([bought.status, bought.redirected]).toEqual([200, false]);
  expect(Buffer.from(await bought.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(true);
  const claim = { "Claim-Token": bought.headers.get("claim-token") ?? "", ...browser };
  const again = await fetch(`${otherName()}/f/${sold.file.id}`, { headers: claim, redirect: "manual" });
  expect([again.status, again.headers.get("content-disposition")]).toEqual([
    200,
    expect.stringContaining("attachment"),
  ]);
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);
});

for (const [who, headers] of [
  ["a browser", browser],
  ["a link preview", { Accept: "*/*", "User-Agent": "Twitterbot/1.0" }],
] as [string, Record<string, string>][]) {
  test(`a client that accepts and calls itself what ${who} does pays the shared link and gets the bytes`, async () => {
    const buyer = await newBuyer();
    const { url } = sold.file;
    const page = await fetch(url, { headers });
    expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
    const token = randomBytes(32).toString("base64url");
    const { header } = await signFor(url, buyer);
    const paid = await present(url, header, { headers: { ...headers, "Claim-Token": token } });
    expect([paid.status, paid.headers.get("payment-id")]).toEqual([200, expect.any(String)]);
    expect(Buffer.from(await paid.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(true);
    expect(await stack.chain.usdcBalance(buyer.address)).toBe(750_000n);
  });
}

test("a refused payment is told with PAYMENT-RESPONSE, and a new challenge", async () => {
  const buyer = newAccount();
  const { header } = await signFor(sold.file.url, buyer);
  for (const init of [
    { url: sold.file.url },
    { url: `${stack.app.url}/api/files/${sold.file.id}/purchase`, method: "POST" },
  ]) {
    const refused = await present(init.url, header, { method: init.method });
    expect([refused.status, refused.headers.get("payment-required")]).toEqual([402, expect.any(String)]);
    expect(decodePaymentResponseHeader(refused.headers.get("payment-response") ?? "")).toMatchObject({
      success: false,
      errorReason: "insufficient_funds",
      transaction: "",
      payer: buyer.address.toLowerCase(),
    });
  }
});

test("a payment of x402 version 1 that cannot be read is told so, and two payments in one request are refused", async () => {
  const headers = { "X-PAYMENT": "eyJ4NDAyVmVyc2lvbiI6MX0=" };
  const answer = await fetch(sold.file.url, { headers });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { code: "malformed_payment", detail: expect.stringMatching(/^In X-PAYMENT, scheme .*Nothing was charged/) },
  ]);
  for (const path of [`/f/${sold.file.id}`, `/api/files/${sold.file.id}/purchase`]) {
    const method = path.endsWith("purchase") ? "POST" : "GET";
    const both = await fetch(new URL(path, sold.file.url), {
      method,
      headers: { ...headers, "PAYMENT-SIGNATURE": "e30=" },
    });
    expect([both.status, await both.json()]).toMatchObject([400, { code: "two_payments" }]);
  }
});

test("empty headers and parameters are like none", async () => {
  const empty = { "PAYMENT-SIGNATURE": "", "SIGN-IN-WITH-X": "", "Claim-Token": "", "Idempotency-Key": "" };
  const answer = await ask(`/api/files/${sold.file.id}?version=&ticket=`, empty);
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([402, "payment_required"]);
});

test("every answer where other sites may pay can be read by them: also 308, 404, 405 and what is no request", async () => {
  const path = `/api/files/${sold.file.id}`;
  const asked = [
    ask(path, {}, "PUT"),
    ask(path, {}, "POST"),
    ask(`${path}/info`, {}, "DELETE"),
    ask(`${path}/info/`, {}),
    ask(`${path}//info`, {}),
    ask(`${path}/`, {}),
    ask("/api/files/nothing", {}),
    ask("/api/payments/nothing", {}),
    ask("/api/payments/nothing/", {}),
    ask("/api/storage", {}, "POST"),
    ask(path, { Expect: "something" }),
    ask(path, { Accept: "a".repeat(2_000) }),
    ask(path, { "PAYMENT-SIGNATURE": "a".repeat(20_000) }),
  ];
  for (const { status, headers } of await Promise.all(asked)) {
    expect([status, headers["access-control-allow-origin"]]).toEqual([expect.any(Number), "*"]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  }
  const others = [ask(path, {}, "DELETE"), ask(`${path}/gifts`, {}), ask("/api/sign-in", {}), ask("/api/uploads", {})];
  for (const { headers } of await Promise.all(others)) expect(headers["access-control-allow-origin"]).toBeUndefined();
});

test("a challenge tells clients that have no table of tokens how many decimals there are, and what is signed", async () => {
  const [way] = (await askChallenge(sold.file.url)).accepts;
  expect(way?.extra).toMatchObject({ decimals: 6, primaryType: "TransferWithAuthorization" });
});
