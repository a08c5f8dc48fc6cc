import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Network, networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { forgetPerProcess } from "@/lib/process";
import { testSettings } from "@/test/settings";
import { checkFacilitator } from "./check-facilitator";
import { configuredFacilitator } from "./configured";
import { remoteFacilitator } from "./remote";

/** A facilitator on the wire: what it supports, and what it was asked. */
let server: Server;
let url: string;
let kinds: { x402Version: number; scheme: string; network: string }[];
let asked: { method?: string; url?: string; headers: IncomingMessage["headers"] }[];

beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push({ method: req.method, url: req.url, headers: req.headers });
    req.resume().on("end", () => {
      const answers: Record<string, unknown> = {
        "/x402/supported": { kinds, extensions: [], signers: {} },
        "/x402/verify": { isValid: true },
        "/x402/settle": { success: true, transaction: `0x${"ab".repeat(32)}`, network: "eip155:31337" },
      };
      const answer = answers[req.url ?? ""];
      res.writeHead(answer ? 200 : 404, { "Content-Type": "application/json" }).end(JSON.stringify(answer ?? {}));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x402`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  kinds = [{ x402Version: 2, scheme: "exact", network: "eip155:31337" }];
  forgetPerProcess("facilitator");
});

const payload = { x402Version: 2, accepted: {}, payload: {} } as unknown as PaymentPayload;
const requirements = {} as PaymentRequirements;
const devnet = networkByChainId(31337) as Network;

describe("showing a facilitator who asks", () => {
  async function askAll(facilitator: ReturnType<typeof remoteFacilitator>) {
    await facilitator.supports(31337);
    await facilitator.verify(payload, requirements);
    const offer = { id: "6LfQ0PqbzAYmXmDDR1mEqz", version: 1 };
    const mayStillSend = async () => true;
    const settlement = { transferId: "p", sellerId: "s", kind: "settlement", offer, mayStillSend } as const;
    await facilitator.settle(payload, requirements, settlement);
    return asked;
  }

  it("sends the operator's header with each request", async () => {
    const auth = { kind: "header", name: "X-Api-Key", value: "abc" } as const;
    for (const { headers } of await askAll(remoteFacilitator(url, auth))) expect(headers["x-api-key"]).toBe("abc");
    expect(asked).toHaveLength(3);
  });

  const ed25519 = generateKeyPairSync("ed25519");
  const jwk = ed25519.privateKey.export({ format: "jwk" });
  const seed = Buffer.concat([Buffer.from(jwk.d ?? "", "base64url"), Buffer.from(jwk.x ?? "", "base64url")]);
  const ecdsa = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = String(ecdsa.privateKey.export({ format: "pem", type: "sec1" }));

  const rows: [string, string, KeyObject, string][] = [
    ["EdDSA", seed.toString("base64"), createPublicKey(ed25519.privateKey), "an Ed25519 key"],
    ["ES256", pem, createPublicKey(ecdsa.privateKey), "an ECDSA key"],
    ["ES256", pem.replaceAll("\n", "\\n"), createPublicKey(ecdsa.privateKey), "an ECDSA key on one line"],
  ];
  it.each(rows)("signs a token of its own for each request to Coinbase's: %s", async (alg, keySecret, publicKey) => {
    await askAll(remoteFacilitator(url, { kind: "cdp", keyId: "organizations/1/apiKeys/2", keySecret }));
    const nonces = asked.map(({ method, url: path, headers }) => {
      const [header = "", claims = "", signature = ""] = (headers.authorization ?? "")
        .replace("Bearer ", "")
        .split(".");
      const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
      const signed = Buffer.from(`${header}.${claims}`);
      const key = { key: publicKey, dsaEncoding: "ieee-p1363" as const };
      expect(verify(alg === "EdDSA" ? null : "sha256", signed, key, Buffer.from(signature, "base64url"))).toBe(true);
      expect(read(header)).toMatchObject({ alg, kid: "organizations/1/apiKeys/2", typ: "JWT" });
      const { nbf, exp, ...said } = read(claims);
      expect(said).toMatchObject({
        iss: "cdp",
        sub: "organizations/1/apiKeys/2",
        uris: [`${method} ${new URL(url).host}${path}`],
      });
      expect(exp - nbf).toBe(120);
      expect(Math.abs(nbf - Date.now() / 1_000)).toBeLessThan(5);
      return read(header).nonce;
    });
    expect(new Set(nonces).size).toBe(3);
  });
});

describe("a remote facilitator at the start", () => {
  const start = (facilitator = url) => {
    testSettings({ FACILITATOR: facilitator, GAS_KEY: undefined });
    return checkFacilitator(devnet);
  };

  it("passes when it lists the network, by name or as any EVM chain", async () => {
    await expect(start()).resolves.toBeUndefined();
    kinds = [{ x402Version: 2, scheme: "exact", network: "eip155:*" }];
    await expect(start()).resolves.toBeUndefined();
  });

  it.each([
    ["another network", { x402Version: 2, scheme: "exact", network: "eip155:8453" }],
    ["version 1 only", { x402Version: 1, scheme: "exact", network: "eip155:31337" }],
    ["another scheme", { x402Version: 2, scheme: "upto", network: "eip155:31337" }],
  ])("stops the start when it lists %s", async (_, kind) => {
    kinds = [kind];
    await expect(start()).rejects.toThrow(/Devnet does not settle there.*FACILITATOR_31337/);
  });

  it("one that cannot be asked does not stop the start", async () => {
    await expect(start("http://127.0.0.1:9")).resolves.toBeUndefined();
    await expect(configuredFacilitator(31337).supports(31337)).rejects.toThrow("does not say what it supports");
  });
});

describe("a facilitator per network", () => {
  it("each network has its own, and the embedded one is shared, for it counts the nonces of its account", () => {
    testSettings({
      FACILITATOR: undefined,
      NETWORKS: "eip155:8453 eip155:84532 eip155:137",
      RPC_URL_8453: "http://127.0.0.1:9",
      RPC_URL_84532: "http://127.0.0.1:9",
      RPC_URL_137: "http://127.0.0.1:9",
      GAS_KEY: `0x${"7c".repeat(32)}`,
      FACILITATOR_137: url,
    });
    expect(configuredFacilitator(137).name).toBe("remote");
    expect(configuredFacilitator(8453).name).toBe("embedded");
    expect(configuredFacilitator(8453)).toBe(configuredFacilitator(84532));
    expect(() => configuredFacilitator(1)).toThrow("not offered");
  });
});

describe("what a remote facilitator answers", () => {
  let answer: { status: number; body: unknown; location?: string };
  let moved: Server;
  let movedUrl: string;
  beforeAll(async () => {
    moved = createServer((req, res) => {
      const { status, body, location } = answer;
      const headers = { "Content-Type": "application/json", ...(location ? { Location: location + req.url } : {}) };
      req.resume().on("end", () => res.writeHead(status, headers).end(body === "" ? "" : JSON.stringify(body)));
    });
    await new Promise<void>((ready) => moved.listen(0, "127.0.0.1", ready));
    movedUrl = `http://127.0.0.1:${(moved.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    moved.closeAllConnections();
    moved.close();
  });

  const transaction = `0x${"ab".repeat(32)}`;
  const verify = () => remoteFacilitator(movedUrl).verify(payload, requirements);
  const settle = () => remoteFacilitator(movedUrl).settle(payload, requirements, {} as never);
  const refused = (status: number) => ({ status, body: { isValid: false, invalidReason: "no_money" } });

  it.each([
    [{ status: 200, body: { isValid: true } }, { valid: true }],
    [refused(200), { valid: false, reason: "no_money" }],
    [refused(402), { valid: false, reason: "no_money" }],
    [
      { status: 200, body: { isValid: false, invalidReason: null } },
      { valid: false, reason: "unspecified" },
    ],
  ])("%j to a verification is an answer", async (said, outcome) => {
    answer = said;
    expect(await verify()).toEqual(outcome);
  });

  it.each([
    refused(500),
    { status: 402, body: { isValid: true } },
    { status: 400, body: { isValid: false } },
    { status: 200, body: { isValid: "yes" } },
    { status: 200, body: "" },
    { status: 302, body: { isValid: true } },
  ])("%j to a verification is none", async (said) => {
    answer = said;
    await expect(verify()).rejects.toMatchObject({ name: "FacilitatorUnavailable" });
  });

  it.each([
    [
      { status: 200, body: { success: true, transaction } },
      { kind: "settled", transaction },
    ],
    [
      { status: 200, body: { success: true, transaction: "" } },
      { reason: "unspecified", transaction: null },
    ],
    [
      { status: 500, body: { success: true, transaction } },
      { reason: "settle_failed", transaction },
    ],
    [
      { status: 402, body: { success: false, errorReason: "late", transaction } },
      { reason: "late", transaction },
    ],
    [
      { status: 200, body: { ok: 1 } },
      { reason: "settle_failed", transaction: null },
    ],
    [
      { status: 200, body: "" },
      { reason: "settle_failed", transaction: null },
    ],
  ])("%j to a settlement: money may have moved unless it names the transaction", async (said, outcome) => {
    answer = said;
    expect(await settle()).toEqual({ kind: "unconfirmed", ...outcome });
  });

  it("is asked elsewhere when it has moved", async () => {
    answer = { status: 308, body: "", location: url };
    expect(await verify()).toEqual({ valid: true });
    expect(await settle()).toMatchObject({ kind: "settled" });
    expect(asked.map(({ url }) => url)).toEqual(["/x402/verify", "/x402/settle"]);
  });
});
