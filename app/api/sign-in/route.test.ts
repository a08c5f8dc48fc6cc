import { concat, getAddress, type Hex, hashMessage, pad, toHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit/list-audit";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import type { SignInNonce } from "@/lib/sign-in/schema";
import { SESSION_COOKIE } from "@/lib/sign-in/seller-session";
import { issueNonce } from "@/lib/sign-in/single-use-nonce";
import { startTestChain, type TestChain } from "@/test/chain";
import { freshDatabase } from "@/test/database";
import * as session from "../sessions/[sessionId]/route";
import * as sessions from "../sessions/route";
import * as signOut from "../sign-out/route";
import * as nonceRoute from "./nonce/route";
import * as signInRoute from "./route";

const HOME = "http://localhost:3000";
const wallet = privateKeyToAccount(generatePrivateKey());
let chain: TestChain;
let database: Awaited<ReturnType<typeof freshDatabase>>;
/** One address per test, so that no test meets another one's rate limit. */
let ip = 0;

beforeAll(async () => {
  chain = await startTestChain();
  process.env.APP_URL = HOME;
  process.env.RPC_URL_31337 = chain.rpcUrl;
  database = await freshDatabase();
});
afterAll(async () => {
  await chain.stop();
  await database.close();
});
beforeEach(async () => {
  ip += 1;
  await useSettings({});
  await db().usedNonce.deleteMany();
});

function useSettings(changes: Record<string, string>) {
  for (const name of ["SELLERS", "SESSION_SECRET"]) delete process.env[name];
  Object.assign(process.env, { APP_URL: HOME, SESSION_SECRET: "6f1d8c2b7a934e05b1c8d2f7a4e3906d", ...changes });
  resetSettings();
}

/** As the page at APP_URL would call. */
async function call(handler: (request: Request) => Promise<Response>, init: RequestInit = {}) {
  const headers = {
    "x-filekiosk-peer": `10.0.0.${ip}`,
    origin: process.env.APP_URL ?? "",
    "content-type": "application/json",
    ...init.headers,
  };
  const response = await handler(new Request(`${HOME}/api/sign-in`, { method: "POST", ...init, headers }));
  const text = await response.text();
  return {
    status: response.status,
    body: text ? JSON.parse(text) : null,
    setCookie: response.headers.get("set-cookie"),
    clearSiteData: response.headers.get("clear-site-data"),
  };
}

const fetchNonce = async (): Promise<SignInNonce> => (await call(nonceRoute.POST)).body;

type Changes = Record<string, unknown> & { account?: PrivateKeyAccount; edit?: (message: string) => string };

/** A message as the app's page makes it, with changes. */
async function signed({ account = wallet, edit = (message) => message, ...changes }: Changes = {}) {
  const { issuedAt, expirationTime, ...start } = await fetchNonce();
  const fields = { ...start, issuedAt: new Date(issuedAt), expirationTime: new Date(expirationTime) };
  const message = edit(createSiweMessage({ ...fields, address: account.address, chainId: 31337, ...changes }));
  return { message, signature: await account.signMessage({ message }) };
}

const post = (body: object, headers: Record<string, string> = {}) =>
  call(signInRoute.POST, { body: JSON.stringify(body), headers });
const current = (cookie: string) => call(signInRoute.GET, { method: "GET", headers: { cookie } });
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe("signing in", () => {
  it("makes a seller paid at the wallet itself, and a cookie that scripts and other sites do not get", async () => {
    const { status, body, setCookie } = await post(await signed());
    const address = wallet.address.toLowerCase();
    expect([status, body]).toEqual([200, { address, chainId: 0, maySell: true, storesFree: false }]);
    expect(setCookie).toMatch(new RegExp(`^${SESSION_COOKIE}=[^;]+; Max-Age=604740; Path=/; HttpOnly; SameSite=Lax$`));
    const seller = await db().seller.findFirstOrThrow({ where: { address } });
    expect(seller).toMatchObject({ chainId: 0, payTo: address });

    expect((await current(setCookie?.split(";")[0] ?? "")).body).toEqual(body);
    expect((await current("")).body).toBeNull();
  });

  it("finds the same seller the next time, also when both happen at once", async () => {
    const account = privateKeyToAccount(generatePrivateKey());
    const messages = await Promise.all([signed({ account }), signed({ account }), signed({ account })]);
    const answers = await Promise.all(messages.map((message) => post(message)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await db().seller.count({ where: { address: account.address.toLowerCase() } })).toBe(1);
  });

  it("asks for HTTPS in the cookie where the app has it", async () => {
    useSettings({ APP_URL: "https://kiosk.example" });
    const { setCookie } = await post(await signed());
    expect(setCookie).toMatch(/^__Host-fk_session=[^;]+; Max-Age=604740; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const [cookie = ""] = setCookie?.split(";") ?? [];
    expect((await current(cookie)).body).not.toBeNull();
    expect((await current(cookie.replace("__Host-", ""))).body).toBeNull();
  });

  it.each([
    ["without a statement", { statement: undefined }],
    ["with the scheme", { scheme: "http" }],
    ["with a page's address", { uri: `${HOME}/dashboard` }],
    ["with dates of whole seconds", { edit: (message: string) => message.replaceAll(/\.\d{3}Z/g, "Z") }],
    ["with a clock half a minute ahead", { issuedAt: minutes(0.5) }],
  ])("accepts a message %s", async (_what, changes) => {
    expect((await post(await signed(changes as Changes))).status).toBe(200);
  });

  it("ends the session that the browser had, and lists, ends and counts the others", async () => {
    const cookieOf = ({ setCookie }: { setCookie: string | null }) => setCookie?.split(";")[0] ?? "";
    const first = cookieOf(await post(await signed()));
    const elsewhere = cookieOf(await post(await signed(), { "user-agent": "X/1 (X11; Linux x86_64) Firefox/128.0" }));
    const second = cookieOf(await post(await signed(), { cookie: first }));
    expect((await current(first)).body).toBeNull();
    const list = async () => (await call(sessions.GET, { method: "GET", headers: { cookie: second } })).body.sessions;
    const listed = await list();
    expect(listed.map(({ agent, current: own }: { agent: string; current: boolean }) => [agent, own])).toEqual(
      expect.arrayContaining([
        ["Firefox on Linux", false],
        [null, true],
      ]),
    );
    const other = listed.find(({ agent }: { agent: string }) => agent)?.id;
    const end = (sessionId: string) =>
      call((request) => session.DELETE(request, { params: Promise.resolve({ sessionId }) }), {
        method: "DELETE",
        headers: { cookie: second },
      });
    expect([(await end(other)).status, (await end(other)).status]).toEqual([204, 404]);
    expect((await current(elsewhere)).body).toBeNull();
    const out = await call(sessions.DELETE, { method: "DELETE", headers: { cookie: second } });
    expect([out.status, (await current(second)).body]).toEqual([204, null]);
    const acts = (await listAudit({ take: 8 })).map(({ act }) => act);
    expect(acts.filter((act) => act === "signed-in").length).toBeGreaterThan(2);
    expect(acts.filter((act) => act === "signed-out")).toHaveLength(2);
  });

  it("says who may sell", async () => {
    useSettings({ SELLERS: wallet.address });
    expect((await post(await signed())).body.maySell).toBe(true);
    const stranger = privateKeyToAccount(generatePrivateKey());
    expect((await post(await signed({ account: stranger }))).body.maySell).toBe(false);
  });

  it("ends with sign-out, and with the secret it was sealed by", async () => {
    const { setCookie } = await post(await signed());
    const cookie = setCookie?.split(";")[0] ?? "";
    const out = await call(signOut.POST, { headers: { cookie } });
    expect([out.status, out.setCookie]).toEqual([204, `${SESSION_COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`]);
    expect(out.clearSiteData).toBe('"cache"');
    expect((await current(cookie)).body).toBeNull();
    useSettings({ SESSION_SECRET: "d906e3a4f7d2c8b1504e937a2b8c1df6" });
    expect((await current(cookie)).body).toBeNull();
  });
});

describe("is refused", () => {
  const cases: [string, Changes][] = [
    ["a message for another domain", { domain: "evil.example" }],
    ["a message for another port", { domain: "localhost:3001" }],
    ["a message for another page", { uri: "http://localhost:3000.evil.example/" }],
    ["a message for another scheme", { scheme: "https" }],
    ["a network that is not offered", { chainId: 1 }],
    ["a message without an expiry", { expirationTime: undefined }],
    ["an expiry beyond 10 minutes", { expirationTime: minutes(11) }],
    ["an expired message", { issuedAt: minutes(-11), expirationTime: minutes(-1) }],
    ["a message from the future", { issuedAt: minutes(2), expirationTime: minutes(10) }],
    ["a message that counts only later", { notBefore: minutes(5) }],
    ["a nonce of the signer's own making", { nonce: "abcdefgh12345678" }],
    ["another version", { edit: (message) => message.replace("Version: 1", "Version: 2") }],
    ["two nonces", { edit: (message) => message.replace("Issued At", `Nonce: ${"a".repeat(64)}\nIssued At`) }],
    ["text after the message", { edit: (message) => `${message}\nand give my files away` }],
    ["text between the fields", { edit: (message) => message.replace("\nURI:", "\nhttps://evil.example\n\nURI:") }],
    ["text before the message", { edit: (message) => `Hello\n${message}` }],
    ["a date that is none", { edit: (message) => message.replace(/Issued At: .+/, "Issued At: yesterday") }],
    ["no message at all", { edit: () => "sign in please" }],
  ];
  it.each(cases)("%s, and nothing is used up", async (_what, changes) => {
    const { status, body, setCookie } = await post(await signed(changes));
    expect([status, body.code, setCookie]).toEqual([401, "sign_in_failed", null]);
    expect(body.detail).toMatch(/\.$/);
    expect(await db().usedNonce.count()).toBe(0);
  });

  it.each([
    ["a changed nonce", (nonce: string) => nonce.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))],
    ["a nonce with a later expiry", (nonce: string) => `${nonce.slice(0, 24)}ffffffff${nonce.slice(32)}`],
    ["a nonce in upper case", (nonce: string) => nonce.toUpperCase()],
    ["a nonce for another purpose", () => issueNonce("sign-in-with-x", new Date())],
    ["a nonce that is over", () => issueNonce("sign-in", minutes(-10.1))],
  ])("%s", async (_what, change) => {
    const { nonce } = await fetchNonce();
    const { status, body } = await post(await signed({ nonce: change(nonce) }));
    expect([status, body.code]).toEqual([401, "sign_in_failed"]);
  });

  it("a message used before, even by the same wallet", async () => {
    const message = await signed();
    expect((await post(message)).status).toBe(200);
    const again = await post(message);
    expect([again.status, again.body.code]).toEqual([401, "sign_in_failed"]);
    expect(again.body.detail).toContain("used before");
  });

  it("all but one of many attempts at once with one nonce", async () => {
    const message = await signed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(message)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(9);
  });

  it.each([
    [
      "a tampered signature",
      (signature: Hex) => signature.replace(/^0x../, (start) => (start === "0x00" ? "0x01" : "0x00")),
    ],
    ["a cut signature", (signature: Hex) => signature.slice(0, -4)],
    ["an empty signature", () => "0x00"],
    [
      "an ERC-6492 signature of nothing",
      (signature: Hex) => concat([signature, pad("0x", { size: 40 }), `0x${"6492".repeat(16)}`]),
    ],
  ])("%s, and the nonce stays good for the true one", async (_what, change) => {
    const message = await signed();
    const refused = await post({ ...message, signature: change(message.signature) });
    expect([refused.status, refused.body.code]).toEqual([401, "sign_in_failed"]);
    expect((await post(message)).status).toBe(200);
  });

  it("another wallet's signature", async () => {
    const { message } = await signed();
    const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message });
    expect((await post({ message, signature })).status).toBe(401);
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["a sandboxed page", { origin: "null" }],
  ])("a request from %s, before its message is read", async (_what, headers) => {
    const message = await signed();
    const { status, body } = await post(message, headers);
    expect([status, body.code]).toEqual([403, "foreign_origin"]);
    expect(await db().usedNonce.count()).toBe(0);
  });

  it("a body that is not a message and a signature", async () => {
    for (const body of [
      {},
      { message: "m" },
      { message: "m", signature: "0xzz" },
      { message: "m", signature: "0x00", more: 1 },
    ]) {
      expect((await post(body)).body.code).toBe("invalid_input");
    }
  });
});

describe("an account that is a contract", () => {
  const address = "0x00000000000000000000000000000000000c0ffe";
  const fields = { address: getAddress(address), chainId: 31337 };

  /** An ERC-1271 wallet whose owners approved exactly one message. */
  async function approve(message: string): Promise<void> {
    const magic = "1626ba7e";
    const code = `0x7f${hashMessage(message).slice(2)}6004351463${magic}60e01b0260005260206000f3`;
    await chain.rpc("anvil_setCode", [address, code]);
  }

  it.each([
    ["long", toHex("whatever the contract reads, in more than 32 bytes of text")],
    ["short", "0x01"],
    ["empty", "0x"],
  ])(
    "signs in by its own word over a signature that is %s, and is known by its chain as well",
    async (_what, signature) => {
      const { message } = await signed(fields);
      await approve(message);
      const { status, body } = await post({ message, signature });
      expect([status, body]).toEqual([200, { address: address, chainId: 31337, maySell: true, storesFree: false }]);
      const sellers = await db().seller.findMany({ where: { address } });
      expect(sellers.map(({ chainId }) => chainId)).toEqual([31337]);
    },
  );

  it("does not sign in with what it did not approve", async () => {
    await approve("something else");
    const { message } = await signed(fields);
    expect((await post({ message, signature: "0x01" })).body.code).toBe("sign_in_failed");
    expect(await db().usedNonce.count()).toBe(0);
  });

  it.each([
    ["reverts", "0x60006000fd"],
    ["burns its gas", "0xfe"],
    ["answers nothing", "0x00"],
  ])("does not sign in when it %s", async (_what, code) => {
    await chain.rpc("anvil_setCode", [address, code]);
    const { message } = await signed(fields);
    expect((await post({ message, signature: "0x01" })).body.code).toBe("sign_in_failed");
  });

  it("is told when its network cannot be asked, and keeps its nonce", async () => {
    const { message } = await signed(fields);
    await approve(message);
    process.env.RPC_URL_31337 = "http://127.0.0.1:9";
    resetSettings();
    const { status, body } = await post({ message, signature: "0x01" });
    process.env.RPC_URL_31337 = chain.rpcUrl;
    resetSettings();
    expect([status, body.code]).toEqual([503, "chain_unavailable"]);
    expect(JSON.stringify(body)).not.toContain("127.0.0.1");
    expect((await post({ message, signature: "0x01" })).status).toBe(200);
  });
});
