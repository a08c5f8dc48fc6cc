import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { TestAccount } from "../../test/chain";
import type { Bend } from "../../test/sign-payment";
import { startBreakableProxy } from "../breakable-proxy";
import { payingFetch, present, signFor } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type App, devnetEnv, freePort, type Stack, startApp, startStack } from "../stack";

/**
 * Bad input and faults: each row asserts the status, the stable code and that no balance moved. Against the production
 * build, with a chain that can be cut off.
 */
test.describe.configure({ mode: "serial" });

let stack: Stack;
let proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
/** The app that is asked: its chain goes through the proxy. */
let app: App;
/** The same shop with a facilitator that is not there. */
let withoutFacilitator: App;
let seller: Seller;
let sold: SoldFile;
let other: SoldFile;
const poor = privateKeyToAccount(generatePrivateKey());

test.beforeAll(async () => {
  stack = await startStack();
  await stack.app.stop();
  proxy = await startBreakableProxy(stack.chain.rpcUrl);
  const env: Record<string, string> = {
    ...devnetEnv(stack.chain, stack.dataDir),
    MAX_FILE_SIZE: "10MB",
    // Leaves more uploads behind than somebody who is new here may.
    SELLERS: `open,${stack.chain.accounts.seller.address}`,
    SESSION_SECRET: randomBytes(32).toString("hex"),
  };
  app = await startApp({ ...env, RPC_URL_31337: proxy.url });
  const { GAS_KEY: _, ...keyless } = env;
  const port = String(await freePort());
  withoutFacilitator = await startApp({
    ...keyless,
    FACILITATOR: `http://127.0.0.1:${port}`,
    APP_URL: app.url,
    PORT: String(await freePort()),
  });
  seller = await signInSeller(app.url, stack.chain.accounts.seller);
  sold = await seller.sell({ price: "0.25" });
  other = await seller.sell({ price: "0.30" });
  await stack.chain.fund(poor.address, 100_000n);
});
test.afterAll(async () => {
  proxy?.stop();
  await app?.stop();
  await withoutFacilitator?.stop();
  await stack?.stop();
});

type Row = {
  name: string;
  status: number;
  code: string;
  ask(): Promise<Response | { status: number; body: string }>;
  also?(problem: Record<string, unknown>): void;
};

const buyer = (): TestAccount => stack.chain.accounts.buyer;
const pay = async (bend: Bend, file = sold) =>
  present(file.file.url, (await signFor(file.file.url, buyer(), bend)).header);
const create = async (changes: Record<string, unknown>, name = "a.pdf") => {
  const uploaded = await seller.upload(Buffer.from("some bytes"), name);
  return seller.request("POST", "/api/files", { price: "0.50", ...uploaded, ...changes });
};
const startUpload = (headers: Record<string, string>) =>
  fetch(`${app.url}/api/uploads`, {
    method: "POST",
    headers: { Origin: app.url, "Tus-Resumable": "1.0.0", ...headers },
  });
const isoIn = (ms: number) => new Date(Date.now() + ms).toISOString();

const rows: Row[] = [
  {
    name: "a payment header that is not base64",
    status: 400,
    code: "malformed_payment",
    ask: () => present(sold.file.url, "%%%"),
  },
  {
    name: "one that is base64 of nothing",
    status: 400,
    code: "malformed_payment",
    ask: () => present(sold.file.url, "e30="),
  },
  { name: "an x402 v1 payment", status: 400, code: "malformed_payment", ask: () => pay({ x402Version: 1 }) },
  {
    name: "a number in another spelling",
    status: 400,
    code: "malformed_payment",
    ask: () => pay({ tamper: { value: "0x3d090" } }),
  },
  { name: "two payment headers", status: 400, code: "malformed_payment", ask: twoHeaders },
  {
    name: "headers larger than the server reads",
    status: 431,
    code: "header_too_large",
    ask: () => present(sold.file.url, "A".repeat(20_000)),
  },
  {
    name: "a payment for another file",
    status: 402,
    code: "resource_mismatch",
    ask: () => pay({ resourceUrl: other.file.url }),
  },
  { name: "another amount", status: 402, code: "wrong_amount", ask: () => pay({ authorization: { value: "1" } }) },
  {
    name: "another token",
    status: 402,
    code: "wrong_token",
    ask: () => pay({ accepted: { asset: `0x${"11".repeat(20)}` } }),
  },
  {
    name: "another network",
    status: 402,
    code: "wrong_network",
    ask: () => pay({ accepted: { network: "eip155:8453" } }),
  },
  {
    name: "another payee",
    status: 402,
    code: "wrong_payee",
    ask: () => pay({ authorization: { to: `0x${"22".repeat(20)}` } }),
  },
  {
    name: "an expired authorization",
    status: 402,
    code: "authorization_expired",
    ask: () => pay({ authorization: { validBefore: "1700000000" } }),
  },
  {
    name: "one that is not valid yet",
    status: 402,
    code: "authorization_not_yet_valid",
    ask: () => pay({ authorization: { validAfter: "4000000000", validBefore: "4000000100" } }),
  },
  {
    name: "a changed signature",
    status: 402,
    code: "invalid_signature",
    ask: () => pay({ signature: `0x${"12".repeat(64)}1b` }),
  },
  {
    name: "too little USDC",
    status: 402,
    code: "insufficient_funds",
    ask: async () => present(sold.file.url, (await signFor(sold.file.url, poor)).header),
    also: (problem) => {
      expect(problem).toMatchObject({ missing: "150000", missingFormatted: "0.15" });
      expect(problem.detail).toContain("0.15 more USDC");
    },
  },
  {
    name: "an id that never was",
    status: 404,
    code: "file_not_found",
    ask: () => fetch(`${app.url}/api/files/0000000000000000000000`),
  },
  {
    name: "the same on the shared link",
    status: 404,
    code: "file_not_found",
    ask: () => fetch(`${app.url}/f/0000000000000000000000`),
  },
  {
    name: "a payment for an id that never was",
    status: 404,
    code: "file_not_found",
    ask: async () => present(`${app.url}/f/none`, (await signFor(sold.file.url, buyer())).header),
  },
  {
    name: "a payment id that never was",
    status: 404,
    code: "payment_not_found",
    ask: () => fetch(`${app.url}/api/payments/none`),
  },
  {
    name: "a paused file",
    status: 403,
    code: "file_paused",
    ask: () => payAfter((id) => seller.request("PATCH", `/api/files/${id}`, { paused: true })),
  },
  { name: "a file whose sale has ended", status: 410, code: "sale_ended", ask: () => payAfter(endSale) },
  {
    name: "a removed file",
    status: 410,
    code: "file_removed",
    ask: () => payAfter((id) => seller.request("DELETE", `/api/files/${id}`)),
  },
  {
    name: "another verb",
    status: 405,
    code: "method_not_allowed",
    ask: () => fetch(`${app.url}/api/files/${sold.file.id}`, { method: "PUT" }),
  },

  {
    name: "an upload that is too large, before its body",
    status: 413,
    code: "file_too_large",
    ask: () => startUpload({ "Upload-Length": "10000001" }),
  },
  { name: "an empty upload", status: 400, code: "empty_file", ask: () => startUpload({ "Upload-Length": "0" }) },
  { name: "more bytes than announced", status: 400, code: "wrong_length", ask: () => partialUpload(10, 12) },
  { name: "a file of an upload that is not finished", status: 409, code: "upload_incomplete", ask: unfinished },
  {
    name: "an upload from another site",
    status: 403,
    code: "foreign_origin",
    ask: () => startUpload({ "Upload-Length": "5", Origin: "https://evil.example" }),
  },
  {
    name: "an upload read back",
    status: 405,
    code: "method_not_allowed",
    ask: () => fetch(`${app.url}/api/uploads/some`, { headers: { Origin: app.url } }),
  },
  { name: "an upload without its token", status: 404, code: "upload_not_found", ask: withoutToken },
  {
    name: "a name of nothing but what may not stand",
    status: 400,
    code: "invalid_name",
    ask: () => startUpload(named("../..")),
  },

  { name: "a price of -1", status: 400, code: "invalid_price", ask: () => create({ price: "-1" }) },
  { name: "a price of 1e-9", status: 400, code: "invalid_price", ask: () => create({ price: "1e-9" }) },
  { name: "a price of 1e30", status: 400, code: "invalid_price", ask: () => create({ price: "1e30" }) },
  { name: "a price of abc", status: 400, code: "invalid_price", ask: () => create({ price: "abc" }) },
  { name: "a price that is a number", status: 400, code: "invalid_price", ask: () => create({ price: 0.5 }) },
  { name: "a price under the lowest", status: 400, code: "invalid_price", ask: () => create({ price: "0.009999" }) },
  { name: "no price", status: 400, code: "invalid_price", ask: () => create({ price: undefined }) },
  { name: "a date in the past", status: 400, code: "invalid_date", ask: () => create({ onSaleUntil: isoIn(-60_000) }) },
  {
    name: "a date too far ahead",
    status: 400,
    code: "invalid_date",
    ask: () => create({ onSaleUntil: isoIn(366 * 86_400_000) }),
  },
  {
    name: "an unknown field",
    status: 400,
    code: "invalid_input",
    ask: () => create({ payTo: `0x${"33".repeat(20)}` }),
  },
  { name: "a body that is not JSON", status: 400, code: "malformed_request", ask: notJson },
  { name: "a sale without a sign-in", status: 401, code: "sign_in_required", ask: signedOut },
  { name: "a seller's request from another site", status: 403, code: "foreign_origin", ask: fromElsewhere },
  { name: "somebody else's file", status: 404, code: "file_not_found", ask: notMine },

  { name: "the chain cut off", status: 503, code: "chain_unavailable", ask: chainCutOff },
  { name: "the facilitator down", status: 503, code: "facilitator_unavailable", ask: facilitatorDown },
];

for (const row of rows) {
  test(`${row.status} ${row.code}: ${row.name}`, async () => {
    const before = await balances();
    const answer = await row.ask();
    const text = answer instanceof Response ? await answer.text() : answer.body;
    const problem = JSON.parse(text) as Record<string, unknown>;
    expect({ status: answer.status, code: problem.code }).toEqual({ status: row.status, code: row.code });
    expect(problem.title).toBeTruthy();
    expect(text).not.toMatch(/at \w+ \(|node_modules|127\.0\.0\.1:\d/);
    if (answer instanceof Response) {
      const challenged = answer.headers.get("payment-required") !== null;
      expect(challenged).toBe(row.status === 402);
    }
    row.also?.(problem);
    expect(await balances()).toEqual(before);
  });
}

test("used nonce: the authorization of a finished purchase is 409, and no balance moves", async () => {
  const file = await seller.sell({ price: "0.25" });
  const signed = await signFor(file.file.url, buyer());
  expect((await present(file.file.url, signed.header)).status).toBe(200);
  const before = await balances();
  const again = await present(file.file.url, signed.header);
  expect({ status: again.status, code: (await again.json()).code }).toEqual({ status: 409, code: "payment_known" });
  expect(await balances()).toEqual(before);
});

const kept: [string, string][] = [
  ["path separators", "../../etc/pass\\wd.pdf"],
  ["control characters", "a\u0000b\r\nc.pdf"],
  ["right-to-left overrides", "invoice\u202Efdp.exe"],
  ["300 bytes of emoji", `${"📚".repeat(75)}.pdf`],
];
for (const [what, name] of kept) {
  test(`a name with ${what} is cleaned, sold and delivered`, async () => {
    const file = await seller.sell({ name, price: "0.25" });
    expect(file.file.name).not.toMatch(/[/\\\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(Buffer.byteLength(file.file.name)).toBeLessThanOrEqual(255);
    expect(file.file.name.length).toBeGreaterThan(4);
    const paid = await payingFetch(buyer(), stack.chain.network.token.address)(file.file.url);
    expect(paid.status).toBe(200);
    expect(Buffer.from(await paid.arrayBuffer())).toEqual(Buffer.from(file.bytes));
  });
}

async function balances(): Promise<string[]> {
  const { accounts, usdcBalance } = stack.chain;
  const all = [accounts.seller.address, accounts.buyer.address, poor.address, accounts.gas.address];
  return (await Promise.all(all.map(usdcBalance))).map(String);
}

/** A payment signed while the file was on sale, presented after something happened to it. */
async function payAfter(happen: (id: string) => Promise<unknown>): Promise<Response> {
  const file = await seller.sell({ price: "0.25" });
  const { header } = await signFor(file.file.url, buyer());
  await happen(file.file.id);
  return present(file.file.url, header);
}

async function endSale(id: string): Promise<void> {
  const changed = await seller.request("PATCH", `/api/files/${id}`, { onSaleUntil: isoIn(1_500) });
  expect(changed.status).toBe(200);
  await expect.poll(async () => (await (await fetch(`${app.url}/api/files/${id}/info`)).json()).state).toBe("ended");
}

function named(name: string): Record<string, string> {
  return { "Upload-Length": "5", "Upload-Metadata": `filename ${Buffer.from(name).toString("base64")}` };
}

async function partialUpload(announced: number, sent: number): Promise<Response> {
  const created = await startUpload({ ...named("a.bin"), "Upload-Length": String(announced) });
  return fetch(new URL(created.headers.get("location") ?? "", `${app.url}/api/uploads`), {
    method: "PATCH",
    headers: {
      Origin: app.url,
      "Tus-Resumable": "1.0.0",
      "Upload-Token": created.headers.get("upload-token") ?? "",
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
    },
    body: Buffer.alloc(sent),
  });
}

async function unfinished(): Promise<Response> {
  const created = await startUpload(named("a.bin"));
  const uploadId = created.headers.get("location")?.split("/").pop()?.split("?")[0];
  return seller.request("POST", "/api/files", {
    price: "1",
    uploadId,
    uploadToken: created.headers.get("upload-token"),
  });
}

async function withoutToken(): Promise<Response> {
  const created = await startUpload(named("a.bin"));
  return fetch(new URL(created.headers.get("location") ?? "", `${app.url}/api/uploads`), {
    method: "DELETE",
    headers: { Origin: app.url, "Tus-Resumable": "1.0.0", "Upload-Token": "z".repeat(43) },
  });
}

async function notJson(): Promise<Response> {
  const headers = { Origin: app.url, Cookie: seller.cookie, "Content-Type": "application/json" };
  return fetch(`${app.url}/api/files`, { method: "POST", headers, body: "{" });
}

async function signedOut(): Promise<Response> {
  const headers = { Origin: app.url, "Content-Type": "application/json" };
  return fetch(`${app.url}/api/files`, { method: "POST", headers, body: "{}" });
}

async function fromElsewhere(): Promise<Response> {
  return fetch(`${app.url}/api/files/${sold.file.id}`, {
    method: "DELETE",
    headers: { Origin: "https://evil.example", Cookie: seller.cookie },
  });
}

async function notMine(): Promise<Response> {
  const stranger = await signInSeller(app.url, stack.chain.accounts.stranger);
  return stranger.request("PATCH", `/api/files/${sold.file.id}`, { price: "0.01" });
}

async function chainCutOff(): Promise<Response> {
  const { header } = await signFor(sold.file.url, buyer());
  proxy.break();
  try {
    return await present(sold.file.url, header);
  } finally {
    proxy.mend();
  }
}

async function facilitatorDown(): Promise<Response> {
  const { header } = await signFor(sold.file.url, buyer());
  return present(`${withoutFacilitator.url}/api/files/${sold.file.id}`, header);
}

/** `fetch` would join them; a hostile client sends two lines. */
async function twoHeaders(): Promise<{ status: number; body: string }> {
  const { header } = await signFor(sold.file.url, buyer());
  return new Promise((resolve, reject) => {
    const request = httpRequest(sold.file.url, { headers: { "PAYMENT-SIGNATURE": [header, header] } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject).end();
  });
}
