import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { readOptions } from "./options";
import { sellFile } from "./sell-file";

/** Whatever a server answers, the wallet signs only what was agreed, and one payment at a time. */

const network = networkByCaip2("eip155:8453");
if (!network) throw new Error("Base is known.");
const { token } = network;
const payTo = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const agreed = {
  scheme: "exact",
  network: network.caip2,
  asset: token.address as string,
  amount: "140000",
  payTo,
  maxTimeoutSeconds: 300,
  extra: { name: token.name, version: token.version },
};
const storage = {
  price: "0.03",
  priceMicroUsd: "30000",
  payTo,
  maxDays: 3650,
  freeRoom: null,
  networks: [{ network: network.caip2, networkName: "Base", symbol: "USDC", lowestMicroUsd: "0" }],
};

type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | "cut";
const challenge = (offered: object = agreed): Answer => ({
  status: 402,
  headers: {
    "PAYMENT-REQUIRED": encode({ x402Version: 2, resource: { url: `${url()}/api/uploads` }, accepts: [offered] }),
  },
  body: { code: "payment_required", title: "Payment required." },
});
const created: Answer = { status: 201, headers: { Location: `/api/uploads/${"u".repeat(22)}` } };
const known: Answer = { status: 409, body: { code: "payment_known", title: "Known.", paymentId: "p1" } };

/** What each door answers, the next first; the last one stays. */
let doors: Record<string, Answer[]>;
let received: { door: string; payment: string | null; headers: IncomingMessage["headers"] }[] = [];
const server = createServer((req, res) => void answer(req, res));
const url = () => `http://localhost:${(server.address() as AddressInfo).port}`;

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  for await (const _ of req);
  const door = `${req.method} ${req.url}`;
  const payment = req.headers["payment-signature"];
  received.push({ door, payment: payment === undefined ? null : String(payment), headers: req.headers });
  const queue = doors[payment ? `paid ${door}` : door] ?? [{ status: 404, body: { title: "Nothing." } }];
  const next = queue.length > 1 ? queue.shift() : queue[0];
  if (!next || next === "cut") return void req.socket.destroy();
  res.writeHead(next.status, { "Content-Type": "application/json", ...next.headers });
  res.end(next.body === undefined ? "" : JSON.stringify(next.body));
}

let folder: string;
const words: string[] = [];
beforeAll(() => new Promise<void>((ready) => server.listen(0, "localhost", ready)));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-sell-"));
  writeFileSync(join(folder, "a.bin"), "0123456789");
  words.length = 0;
  vi.spyOn(console, "error").mockImplementation((text) => void words.push(String(text)));
  received = [];
  const upload = `/api/uploads/${"u".repeat(22)}`;
  doors = {
    "GET /api/storage": [{ status: 200, body: storage }],
    "POST /api/sign-in/nonce": [{ status: 200, body: signIn() }],
    "POST /api/sign-in": [{ status: 200, headers: { "Set-Cookie": "s=1" }, body: { maySell: true } }],
    "POST /api/sign-out": [{ status: 200 }],
    "GET /api/terms": [{ status: 200, body: { terms: null, accepted: true } }],
    "POST /api/uploads": [challenge()],
    "paid POST /api/uploads": [created],
    "GET /api/payments/p1": [{ status: 200, body: { state: "settled", pending: false, uploadId: "u".repeat(22) } }],
    [`HEAD ${upload}`]: [{ status: 200, headers: { "Upload-Offset": "0" } }],
    [`PATCH ${upload}`]: [{ status: 204, headers: { "Upload-Offset": "10" } }],
    "POST /api/files": [{ status: 201, body: { url: `${url()}/f/sold` } }],
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => void server.close());

function signIn(of: object = {}) {
  const now = Date.now();
  return {
    domain: new URL(url()).host,
    uri: url(),
    version: "1",
    statement: "Sign in.",
    nonce: "0123456789abcdef",
    issuedAt: new Date(now).toISOString(),
    expirationTime: new Date(now + 60_000).toISOString(),
    ...of,
  };
}

const key = generatePrivateKey();
async function sell(...args: string[]): Promise<string> {
  const options = readOptions(
    [join(folder, "a.bin"), "--price", "0.50", "--server", url(), "--max", "0.20", ...args],
    { PAYER_KEY: key, XDG_STATE_HOME: folder },
    "/nowhere",
  );
  if (!options) throw new Error("no options");
  return sellFile(options);
}

const payments = () => received.flatMap(({ payment }) => (payment === null ? [] : [payment]));
const notes = () => readdirSync(join(folder, "filekiosk", "sell"));
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

describe("the seller's wallet", () => {
  it("pays what was agreed, once, and names the request the same each time", async () => {
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(payments()).toHaveLength(1);
    const asked = received.filter(({ door }) => door === "POST /api/uploads").map(({ headers }) => headers);
    for (const headers of asked) {
      expect(headers).toMatchObject({ "storage-days": "60", "upload-length": "10", cookie: "s=1", origin: url() });
    }
    for (const name of ["idempotency-key", "upload-token"]) {
      expect(new Set(asked.map((headers) => headers[name])).size).toBe(1);
    }
    expect(words.join("\n")).toContain("0.14 USDC on Base");
    expect(notes()).toEqual([]);
  });

  it.each([
    ["more than --max", { amount: "200001" }, "the limit is $0.20"],
    ["another token", { asset: payTo }, "is not known here"],
    ["another scheme", { scheme: "upto" }, "is not known here"],
    ["a network that is not known", { network: "eip155:777" }, "is not known here"],
  ])("signs nothing for %s", async (_what, bend, why) => {
    doors["POST /api/uploads"] = [challenge({ ...agreed, ...bend })];
    await expect(sell()).rejects.toThrow(why);
    expect(payments()).toEqual([]);
  });

  it("signs no sign-in to another site", async () => {
    for (const of of [{ domain: "bank.example" }, { uri: "https://bank.example" }]) {
      doors["POST /api/sign-in/nonce"] = [{ status: 200, body: signIn(of) }];
      await expect(sell()).rejects.toThrow("Nothing was signed");
    }
    expect(received.filter(({ door }) => door === "POST /api/sign-in")).toEqual([]);
  });

  it("follows no redirect, and sends the file nowhere else", async () => {
    doors["paid POST /api/uploads"] = [
      { status: 201, headers: { Location: "https://elsewhere.example/api/uploads/x" } },
    ];
    await expect(sell()).rejects.toThrow("that is its own");
    doors["GET /api/storage"] = [{ status: 308, headers: { Location: "https://elsewhere.example/" } }];
    await expect(sell()).rejects.toThrow("name it with --server");
    doors["GET /api/storage"] = [{ status: 200, body: { hello: "world" } }];
    await expect(sell()).rejects.toThrow("as a Filekiosk server does");
  });
});

describe("an answer to the payment that is lost", () => {
  it("leads to the same payment, and to what it bought", async () => {
    doors["paid POST /api/uploads"] = ["cut", { status: 502 }, known];
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(payments()).toHaveLength(3);
    expect(new Set(payments()).size).toBe(1);
  });

  it("leads there in another run as well, which may not pay more than it is allowed", async () => {
    doors["paid POST /api/uploads"] = [
      { status: 503, body: { code: "settlement_unknown", title: "…", paymentId: "p1" } },
    ];
    const status = { state: "reverted", pending: false, reason: null, transaction: null };
    doors["GET /api/payments/p1"] = [{ status: 200, body: status }];
    await expect(sell()).rejects.toThrow("reverted");
    doors["paid POST /api/uploads"] = [known];
    doors["GET /api/payments/p1"] = [{ status: 200, body: { ...status, state: "settled", uploadId: "u".repeat(22) } }];
    await expect(sell("--max", "0.13")).rejects.toThrow("the limit is $0.13");
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(new Set(payments()).size).toBe(1);
  });

  it("is waited for while it is being confirmed", async () => {
    const pending: Answer = { status: 200, headers: { "Retry-After": "1" }, body: { state: "unknown", pending: true } };
    doors["paid POST /api/uploads"] = [{ status: 503, body: { code: "settlement_unknown", paymentId: "p1" } }];
    doors["GET /api/payments/p1"] = [pending, ...(doors["GET /api/payments/p1"] ?? [])];
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(payments()).toHaveLength(1);
  });

  it("is signed again only after the server has answered that it cannot move money any more", async () => {
    doors["paid POST /api/uploads"] = [{ status: 402, body: { code: "insufficient_funds", title: "Too little." } }];
    await expect(sell()).rejects.toThrow("Too little.");
    expect(payments()).toHaveLength(1);
    doors["paid POST /api/uploads"] = [
      { status: 402, body: { code: "authorization_expired", title: "Late." } },
      created,
    ];
    expect(await sell()).toBe(`${url()}/f/sold`);
    const [first, again, second] = payments();
    expect(again).toBe(first);
    expect(second).not.toBe(first);
    expect(payments()).toHaveLength(3);
  });

  it("that failed is told, and another run may sign again", async () => {
    doors["paid POST /api/uploads"] = [known];
    doors["GET /api/payments/p1"] = [{ status: 200, body: { state: "failed", pending: false, reason: "expired" } }];
    await expect(sell()).rejects.toThrow("Nothing was charged");
    doors["paid POST /api/uploads"] = [created];
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(new Set(payments()).size).toBe(2);
  });
});

describe("storage that turns out to be too little", () => {
  const short = (days: number): Answer => ({
    status: 409,
    body: { code: "storage_too_short", title: "Not that long.", days, storageUrl: `${url()}/x`, price: "0.05" },
  });
  const door = `POST /api/storage/uploads/${"u".repeat(22)}`;

  it("is paid for within the same limit", async () => {
    doors["POST /api/files"] = [short(5), { status: 201, body: { url: `${url()}/f/sold` } }];
    doors[door] = [challenge({ ...agreed, amount: "60000" })];
    doors[`paid ${door}`] = [{ status: 200, body: {} }];
    expect(await sell()).toBe(`${url()}/f/sold`);
    expect(payments()).toHaveLength(2);
  });

  it("is not paid for beyond it, however often the server says so", async () => {
    doors["POST /api/files"] = [short(5)];
    doors[door] = [challenge({ ...agreed, amount: "30000" })];
    doors[`paid ${door}`] = [{ status: 200, body: {} }];
    await expect(sell()).rejects.toThrow("the limit is $0.00");
    expect(payments()).toHaveLength(3);
  });
});

it("what the server has against it is told in its words, and nothing is signed", async () => {
  doors["POST /api/uploads"] = [{ status: 507, body: { code: "storage_full", title: "There is no room left." } }];
  await expect(sell()).rejects.toThrow("There is no room left. (507 storage_full)");
  doors["GET /api/terms"] = [{ status: 200, body: { terms: { hash: "h", url: `${url()}/terms` }, accepted: false } }];
  await expect(sell()).rejects.toThrow(`${url()}/terms`);
  doors["POST /api/sign-in"] = [{ status: 200, body: { maySell: false } }];
  await expect(sell()).rejects.toThrow("may");
  expect(payments()).toEqual([]);
});
