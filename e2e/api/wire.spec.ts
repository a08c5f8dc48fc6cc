import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { PaymentRequired } from "@x402/core/types";
import type { PrivateKeyAccount } from "viem/accounts";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { SignInNonce } from "../../lib/sign-in/schema";
import release from "../../package.json" with { type: "json" };
import { declared, proveWallet } from "../../test/sign-in-with-x";
import { decode, signPayment, signTransfer } from "../../test/sign-payment";
import { readVectors, WireRecorder, writeVectors } from "../../test/vectors/wire";
import { cookiesOf, signInSeller, signOffered } from "../seller";
import { type Stack, startStack } from "../stack";

/**
 * The wire, as clients see it: every kind of response is compared with the recorded one in `test/vectors`, including
 * headers. A change of those files is a change of the protocol and has to be intended.
 */
test.describe.configure({ mode: "serial" });

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack();
});
test.afterAll(() => stack?.stop());

type Init = { headers?: Record<string, string>; json?: unknown; body?: Uint8Array<ArrayBuffer> | string };
type Ask = (what: string, request: string, init?: Init) => Promise<Response>;

/** A recorder with the names that all vectors share, and `ask`, which sends one request and records its answer. */
function newRecorder() {
  const { app, chain } = stack;
  const recorder = new WireRecorder();
  recorder.call(app.url, "app");
  recorder.call(new URL(app.url).host, "host");
  recorder.call(chain.accounts.seller.address, "seller");
  recorder.call(chain.network.token.address, "token");
  const ask: Ask = async (what, request, { headers, json, body } = {}) => {
    const [method, path] = request.split(" ") as [string, string];
    const response = await fetch(`${app.url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(json === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
    await recorder.record(what, request, response.clone());
    return response;
  };
  return { recorder, ask };
}

async function newBuyer(recorder: WireRecorder, name = "buyer"): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey());
  recorder.call(account.address, name);
  await stack.chain.fund(account.address, 1_000_000n);
  return account;
}

const challengeOf = (response: Response) => decode<PaymentRequired>(response.headers.get("payment-required"));
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

function compare(name: string, { exchanges }: WireRecorder): void {
  if (process.env.UPDATE_VECTORS) writeVectors(name, exchanges);
  expect(exchanges).toEqual(readVectors(name));
}

test("challenges and the checks before paying", async () => {
  const { recorder, ask } = newRecorder();
  const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  const { file } = await seller.sell({ bytes: bytesOf(20_000), description: "Two lines.\nOf words." });
  const { file: free } = await seller.sell({ bytes: bytesOf(2_000), name: "gratis.txt", price: "0" });
  const { file: paused } = await seller.sell({ bytes: bytesOf(3_000), name: "Prüfung 試験.pdf" });
  const { file: removed } = await seller.sell({ bytes: bytesOf(4_000) });
  await seller.request("PATCH", `/api/files/${paused.id}`, { paused: true });
  await seller.request("DELETE", `/api/files/${removed.id}`);
  for (const [one, name] of [
    [file, "file"],
    [free, "free file"],
    [paused, "paused file"],
    [removed, "removed file"],
  ] as const) {
    recorder.call(one.id, name);
  }

  await ask("the file", `GET /api/files/${file.id}`);
  await ask("the shared link, as a program", `GET /f/${file.id}`);
  await ask("the shared link, as a browser", `GET /f/${file.id}`, { headers: { Accept: "text/html" } });
  await ask("the shared link, as a preview bot", `GET /f/${file.id}`, { headers: { "User-Agent": "Twitterbot/1.0" } });
  await ask("the shared link of nothing, as a browser", "GET /f/nothing", { headers: { Accept: "text/html" } });
  await ask("HEAD of the file", `HEAD /api/files/${file.id}`);
  await ask("a prefetch of the file", `GET /api/files/${file.id}`, { headers: { "Sec-Purpose": "prefetch" } });
  await ask("the purchase without a payment", `POST /api/files/${file.id}/purchase`);
  await ask("OPTIONS of the file", `OPTIONS /api/files/${file.id}`);
  await ask("OPTIONS of a purchase", `OPTIONS /api/files/${file.id}/purchase`);
  await ask("another verb", `PUT /api/files/${file.id}`);
  await ask("info", `GET /api/files/${file.id}/info`);
  await ask("info of a paused file", `GET /api/files/${paused.id}/info`);
  await ask("info of a removed file", `GET /api/files/${removed.id}/info`);
  await ask("info of nothing", "GET /api/files/nothing/info");
  await ask("a paused file", `GET /api/files/${paused.id}`);
  await ask("a removed file", `GET /api/files/${removed.id}`);
  await ask("nothing", "GET /api/files/nothing");
  await ask("the calendar, without access", `GET /api/files/${file.id}/calendar`);
  await ask("the preview that a file has not", `GET /api/files/${file.id}/preview`);
  await ask("the card", `GET /api/files/${file.id}/card.jpg`);
  await ask("the page for frames", `GET /api/files/${file.id}/embed`);
  await ask("oEmbed", `GET /api/oembed?url=${file.url}`);
  await ask("oEmbed in XML", `GET /api/oembed?url=${file.url}&format=xml`);

  await ask("a free file", `GET /api/files/${free.id}`);
  await ask("a part of a free file", `GET /api/files/${free.id}`, { headers: { Range: "bytes=10-19" } });
  await ask("a part behind its end", `GET /api/files/${free.id}`, { headers: { Range: "bytes=5000-" } });
  await ask("a free file by its purchase", `POST /api/files/${free.id}/purchase`);
  const etag = (await fetch(`${stack.app.url}/api/files/${free.id}`)).headers.get("etag") ?? "";
  await ask("a free file that the client has", `GET /api/files/${free.id}`, { headers: { "If-None-Match": etag } });
  await ask("a free file that is another", `GET /api/files/${free.id}`, { headers: { "If-Match": '"other"' } });
  compare("challenge", recorder);
});

test("payments: accepted, known, refused, and coming back", async () => {
  const { recorder, ask } = newRecorder();
  const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  const { file } = await seller.sell({ bytes: bytesOf(20_000) });
  const { file: other } = await seller.sell({ bytes: bytesOf(20_000), price: "0.30" });
  recorder.call(file.id, "file");
  recorder.call(other.id, "other file");
  const buyer = await newBuyer(recorder);
  const address = `/api/files/${file.id}`;
  const challenge = challengeOf(await fetch(`${stack.app.url}${address}`));
  const pay = async (what: string, bend: Parameters<typeof signPayment>[2], headers: Record<string, string> = {}) => {
    const signed = await signPayment(challenge, buyer, bend);
    await ask(what, `GET ${address}`, { headers: { "PAYMENT-SIGNATURE": signed.header, ...headers } });
    return signed;
  };

  await ask("not base64", `GET ${address}`, { headers: { "PAYMENT-SIGNATURE": "%%%" } });
  await pay("another version of x402", { x402Version: 1 });
  await ask("the header of version 1", `GET ${address}`, { headers: { "X-PAYMENT": "eyJ4NDAyVmVyc2lvbiI6MX0=" } });
  await pay("another resource", { resourceUrl: other.url });
  await pay("another amount", { authorization: { value: "1" } });
  await pay("another token", { accepted: { asset: `0x${"11".repeat(20)}` } });
  await pay("another network", { accepted: { network: "eip155:8453" } });
  await pay("another payee", { authorization: { to: `0x${"22".repeat(20)}` } });
  await pay("expired", { authorization: { validBefore: "1700000000" } });
  await pay("not valid yet", { authorization: { validAfter: "4000000000", validBefore: "4000000100" } });
  await pay("not the payer's signature", { signature: `0x${"12".repeat(64)}1b` });
  await pay("an identifier of a wrong shape", { identifier: "short" });
  await pay("bytes that the buyer does not mean", {}, { "If-Match": '"other"' });

  const paid = await pay("paid", { identifier: "f3b1c0d2e4a5968778695a4b3c2d1e0f" });
  await ask("the same payment again", `GET ${address}`, { headers: { "PAYMENT-SIGNATURE": paid.header } });
  const again = await pay("signed anew", {});
  await ask("signed anew, in JSON", `POST ${address}/purchase`, { headers: { "PAYMENT-SIGNATURE": again.header } });

  const second = await newBuyer(recorder, "second buyer");
  const bought = await ask("paid, in JSON", `POST ${address}/purchase`, {
    headers: { "PAYMENT-SIGNATURE": (await signPayment(challenge, second)).header },
  });
  const token = bought.headers.get("claim-token") ?? "";
  const paymentId = bought.headers.get("payment-id") ?? "";
  const { ticketUrl } = (await bought.json()) as { ticketUrl: string };
  const withToken = { headers: { "Claim-Token": token } };
  await ask("the file by its claim token", `GET ${address}`, withToken);
  await ask("its purchase by the claim token", `POST ${address}/purchase`, withToken);
  await ask("a part by the claim token", `GET ${address}`, {
    headers: { "Claim-Token": token, Range: "bytes=100-199" },
  });
  await ask("another version than there is", `GET ${address}?version=9`, withToken);
  await ask("a claim token of nothing", `GET ${address}`, { headers: { "Claim-Token": "A".repeat(43) } });
  await ask("the ticket", `GET ${new URL(ticketUrl).pathname}${new URL(ticketUrl).search}`);
  await ask("a ticket that never was", `GET ${address}?ticket=none`);
  await ask("what became of the payment", `GET /api/payments/${paymentId}`);
  await ask("what became of nothing", "GET /api/payments/none");
  await ask("the receipt", `GET /api/payments/${paymentId}/receipt`, withToken);
  await ask("the receipt, for a stranger", `GET /api/payments/${paymentId}/receipt`);
  await ask("the calendar", `GET ${address}/calendar`, withToken);
  await ask("the recovery link", "POST /api/claims", { json: { token }, headers: { Origin: stack.app.url } });
  await ask("a recovery link of nothing", "POST /api/claims", {
    json: { token: "A".repeat(43) },
    headers: { Origin: stack.app.url },
  });
  await ask("a complaint", `POST ${address}/complaints`, {
    json: { text: "Page two is missing.", replyTo: "buyer@example.com" },
    headers: { "Claim-Token": token, Origin: stack.app.url },
  });

  const offered = declared(challengeOf(await fetch(`${stack.app.url}${address}`)).extensions);
  const proof = await proveWallet(offered, second);
  await ask("the file by the wallet", `GET ${address}`, { headers: { "SIGN-IN-WITH-X": proof } });
  await ask("the same proof again", `GET ${address}`, { headers: { "SIGN-IN-WITH-X": proof } });
  const stranger = await newBuyer(recorder, "stranger");
  const offeredAgain = declared(challengeOf(await fetch(`${stack.app.url}${address}`)).extensions);
  await ask("a wallet that paid nothing", `GET ${address}`, {
    headers: { "SIGN-IN-WITH-X": await proveWallet(offeredAgain, stranger) },
  });
  const poor = privateKeyToAccount(generatePrivateKey());
  recorder.call(poor.address, "poor buyer");
  await ask("too little money", `GET ${address}`, {
    headers: { "PAYMENT-SIGNATURE": (await signPayment(challenge, poor)).header },
  });
  await seller.request("PATCH", address, { paused: true });
  await ask("a payment for a paused file", `GET ${address}`, {
    headers: { "PAYMENT-SIGNATURE": (await signPayment(challenge, stranger)).header },
  });
  await ask("a paused file by the claim token", `GET ${address}`, withToken);
  compare("payment", recorder);
});

test("sellers: signing in, uploading, selling, giving away, giving back", async () => {
  const { recorder, ask } = newRecorder();
  const account = privateKeyToAccount(generatePrivateKey());
  recorder.call(account.address, "own seller");
  const Origin = stack.app.url;
  const asked = await ask("nonce", "POST /api/sign-in/nonce", { headers: { Origin } });
  const signed = await signOffered(account, (await asked.json()) as SignInNonce);
  await ask("from another site", "POST /api/sign-in", {
    json: signed,
    headers: { Origin: "https://evil.example" },
  });
  const signedIn = await ask("signed in", "POST /api/sign-in", { json: signed, headers: { Origin } });
  await ask("the same message again", "POST /api/sign-in", { json: signed, headers: { Origin } });
  await ask("nothing to sign in with", "POST /api/sign-in", { json: {}, headers: { Origin } });
  const Cookie = cookiesOf(signedIn);
  const own = { headers: { Origin, Cookie } };
  await ask("who is signed in", "GET /api/sign-in", own);
  await ask("nobody is", "GET /api/sign-in");
  await ask("own files without a sign-in", "GET /api/files");

  const tus = { Origin, Cookie, "Tus-Resumable": "1.0.0" };
  await ask("what uploads speak", "OPTIONS /api/uploads");
  await ask("an upload of nothing", "POST /api/uploads", { headers: { ...tus, "Upload-Length": "0" } });
  await ask("an upload without a name", "POST /api/uploads", { headers: { ...tus, "Upload-Length": "5" } });
  const name = Buffer.from("story.txt").toString("base64");
  const created = await ask("an upload begins", "POST /api/uploads", {
    headers: { ...tus, "Upload-Length": "2000", "Upload-Metadata": `filename ${name}` },
  });
  const uploadToken = created.headers.get("upload-token") ?? "";
  const path = new URL(created.headers.get("location") ?? "", stack.app.url).pathname;
  const uploadId = path.split("/").pop() ?? "";
  const part = (offset: number, length = 1_000) => ({
    headers: {
      ...tus,
      "Upload-Token": uploadToken,
      "Upload-Offset": String(offset),
      "Content-Type": "application/offset+octet-stream",
    },
    body: bytesOf(length),
  });
  await ask("its first half", `PATCH ${path}`, part(0));
  await ask("a part at the wrong place", `PATCH ${path}`, part(1));
  await ask("where it stands", `HEAD ${path}`, { headers: { ...tus, "Upload-Token": uploadToken } });
  await ask("without its token", `HEAD ${path}`, { headers: tus });
  await ask("with another token", `HEAD ${path}`, { headers: { ...tus, "Upload-Token": "x" } });
  await ask("a part of another type", `PATCH ${path}`, {
    headers: { ...part(0).headers, "Content-Type": "text/plain" },
    body: bytesOf(10),
  });
  await ask("a part before the beginning", `PATCH ${path}`, part(-1));
  await ask("an upload to be joined later", "POST /api/uploads", {
    headers: { ...tus, "Upload-Length": "5", "Upload-Concat": "partial" },
  });
  await ask("read back", `GET ${path}`, { headers: tus });
  const sale = { uploadId, uploadToken, price: "0.25" };
  await ask("sold before it is whole", "POST /api/files", { ...own, json: sale });
  await ask("its second half", `PATCH ${path}`, part(1_000));
  await ask("a price of nonsense", "POST /api/files", { ...own, json: { ...sale, price: "a lot" } });
  await ask("an unknown field", "POST /api/files", { ...own, json: { ...sale, payTo: account.address } });
  await ask("not JSON", "POST /api/files", {
    headers: { ...own.headers, "Content-Type": "application/json" },
    body: "{",
  });
  const onSale = await ask("on sale", "POST /api/files", { ...own, json: sale });
  const { id } = (await onSale.json()) as { id: string };
  await ask("on sale again", "POST /api/files", { ...own, json: sale });
  await ask("another price", `PATCH /api/files/${id}`, { ...own, json: { price: "0.30" } });
  await ask("no change", `PATCH /api/files/${id}`, { ...own, json: {} });
  await ask("the owner's bytes", `GET /api/files/${id}`, own);
  await ask("an upload is given up", `DELETE ${path}`, { headers: { ...tus, "Upload-Token": uploadToken } });

  await ask("the profile", "GET /api/profile", own);
  await ask("another name", "PATCH /api/profile", {
    ...own,
    json: { name: "Ada", contact: "ada@example.com", refundPolicy: "if-faulty" },
  });
  const payout = { payTo: stack.chain.accounts.buyer.address, chainId: 31337, revokeOld: false };
  recorder.call(payout.payTo, "payout");
  await ask("what to sign for another payout", "POST /api/profile/payout/statement", { ...own, json: payout });
  await ask("a payout to nothing", "POST /api/profile/payout/statement", {
    ...own,
    json: { ...payout, payTo: "0x12" },
  });

  const gifts = await ask("gifts", `POST /api/files/${id}/gifts`, { ...own, json: { count: 1, label: "a friend" } });
  const [gift] = ((await gifts.json()) as { gifts: { id: string; url: string }[] }).gifts;
  const token = gift?.url.split("#")[1] ?? "";
  await ask("the gifts of a file", `GET /api/files/${id}/gifts`, own);
  await ask("a look at a gift", "POST /api/gifts/look", { headers: { Origin }, json: { token } });
  const claimToken = randomBytes(32).toString("base64url");
  recorder.call(claimToken, "chosen claim token");
  await ask("a gift is taken", "POST /api/gifts/take", { headers: { Origin }, json: { token, claimToken } });
  await ask("a gift is taken twice", "POST /api/gifts/take", {
    headers: { Origin },
    json: { token, claimToken: "Cc".repeat(22).slice(1) },
  });
  await ask("a gift of nothing", "POST /api/gifts/look", { headers: { Origin }, json: { token: "none" } });
  await ask("a gift ends", `DELETE /api/gifts/${gift?.id}`, own);

  const buyer = await newBuyer(recorder);
  const challenge = challengeOf(await fetch(`${stack.app.url}/api/files/${id}`));
  const bought = await fetch(`${stack.app.url}/api/files/${id}/purchase`, {
    method: "POST",
    headers: { "PAYMENT-SIGNATURE": (await signPayment(challenge, buyer)).header },
  });
  const paymentId = bought.headers.get("payment-id") ?? "";
  await ask("own files", "GET /api/files?q=STORY&state=on-sale&sort=title", own);
  await ask("an order that does not exist", "GET /api/files?sort=size", own);
  await ask("one own file", `GET /api/files/${id}/own`, own);
  await stack.chain.fund(account.address, 1_000_000n);
  const params = { from: account.address };
  const statement = await ask("what to sign for a refund", `POST /api/payments/${paymentId}/refund/statement`, {
    ...own,
    json: params,
  });
  const { domain, message: transfer } = (await statement.json()) as {
    domain: Parameters<typeof signTransfer>[1];
    message: Parameters<typeof signTransfer>[2];
  };
  const refund = {
    ...params,
    validAfter: transfer.validAfter,
    validBefore: transfer.validBefore,
    signature: await signTransfer(account, domain, transfer),
    endsAccess: true,
  };
  await ask("given back", `POST /api/payments/${paymentId}/refund`, { ...own, json: refund });
  await ask("given back again", `POST /api/payments/${paymentId}/refund`, { ...own, json: refund });
  await ask("what became of it", `GET /api/payments/${paymentId}`);
  await ask("removed", `DELETE /api/files/${id}`, own);
  await ask("complaints", "GET /api/complaints", own);
  await ask("signed out", "POST /api/sign-out", own);
  compare("seller", recorder);
});

test("buyers' own list", async () => {
  const { recorder, ask } = newRecorder();
  const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  const { file } = await seller.sell({ bytes: bytesOf(20_000) });
  recorder.call(file.id, "file");
  const buyer = await newBuyer(recorder);
  const challenge = challengeOf(await fetch(`${stack.app.url}/api/files/${file.id}`));
  const bought = await fetch(`${stack.app.url}/api/files/${file.id}/purchase`, {
    method: "POST",
    headers: { "PAYMENT-SIGNATURE": (await signPayment(challenge, buyer)).header },
  });
  const paymentId = bought.headers.get("payment-id") ?? "";
  recorder.call(paymentId, "payment");

  const Origin = stack.app.url;
  const asked = await ask("nonce", "POST /api/purchases/sign-in/nonce", { headers: { Origin } });
  const signed = await signOffered(buyer, (await asked.json()) as SignInNonce);
  await ask("a buyer's message signs nobody in as a seller", "POST /api/sign-in", {
    json: signed,
    headers: { Origin },
  });
  const signedIn = await ask("signed in", "POST /api/purchases/sign-in", {
    json: signed,
    headers: { Origin },
  });
  const own = { headers: { Origin, Cookie: cookiesOf(signedIn) } };
  await ask("purchases", "GET /api/purchases", own);
  await ask("purchases without a sign-in", "GET /api/purchases");
  await ask("open", `POST /api/purchases/${paymentId}/open`, { ...own, json: {} });
  await ask("open nothing", "POST /api/purchases/none/open", { ...own, json: {} });
  await ask("receipt", `GET /api/purchases/${paymentId}/receipt`, own);
  await ask("calendar", `GET /api/purchases/${paymentId}/calendar`, own);
  await ask("a new recovery link", `POST /api/purchases/${paymentId}/recovery-link`, {
    ...own,
    json: { endOthers: true },
  });
  await ask("a complaint", `POST /api/purchases/${paymentId}/complaints`, {
    ...own,
    json: { text: "Page two is missing." },
  });
  await ask("signed out", "POST /api/purchases/sign-out", own);
  compare("buyer", recorder);
});

test("pages, operations and the checks before every route", async () => {
  const { recorder, ask } = newRecorder();
  recorder.call(release.version, "release");
  const html = { headers: { Accept: "text/html" } };
  for (const page of ["/", "/dashboard", "/purchases", "/r", "/g", "/n", "/nothing-here"])
    await ask(`page ${page}`, `GET ${page}`, html);
  await ask("in French", "GET /", { headers: { Accept: "text/html", "Accept-Language": "fr" } });
  await ask("a language is chosen", "POST /api/locale", {
    headers: { Origin: stack.app.url, "Content-Type": "application/x-www-form-urlencoded" },
    body: "locale=ar&path=%2Fsell",
  });
  await ask("a language of nothing", "POST /api/locale", {
    headers: { Origin: stack.app.url, "Content-Type": "application/x-www-form-urlencoded" },
    body: "locale=xx&path=%2F%2Fevil.example",
  });
  await ask("robots", "GET /robots.txt");
  await ask("alive", "GET /healthz");
  await ask("version", "GET /version");
  await ask("an API route that is none", "GET /api/nothing");
  await ask("too long an address", `GET /api/files/${"a".repeat(2_100)}`);
  await ask("too many parameters", `GET /api/files/x?${"a=1&".repeat(40)}`);
  await ask("too long a cookie", "GET /", { headers: { Cookie: `a=${"b".repeat(9_000)}` } });
  await ask("too long a payment", "GET /api/files/x", { headers: { "PAYMENT-SIGNATURE": "A".repeat(13_000) } });
  const { token } = stack.chain.network;
  const address = stack.chain.accounts.gas.address;
  await ask("a balance", `GET /api/balances?network=eip155:31337&address=${token.address}`);
  await ask("a balance of nothing", "GET /api/balances?network=eip155:1&address=0x12");
  await ask("the devnet's chain", "POST /api/devnet/rpc", { json: { jsonrpc: "2.0", id: 1, method: "eth_chainId" } });
  await ask("what the devnet does not answer", "POST /api/devnet/rpc", {
    json: { jsonrpc: "2.0", id: 1, method: "anvil_setBalance", params: [address, "0x1"] },
  });
  await ask("a part of the PDF reader that is none", "GET /api/pdf-parts/cmaps/none");
  compare("doors", recorder);
});
