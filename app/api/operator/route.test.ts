import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PrivateKeyAccount } from "viem/accounts";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { HOUR, MINUTE, systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { listDecisions } from "@/lib/decisions/list-decisions";
import type { RouteHandler } from "@/lib/http/route";
import type { OwnFile } from "@/lib/products/files/schema";
import { resetSettings } from "@/lib/settings/settings";
import { OPERATOR_COOKIE } from "@/lib/sign-in/operator-session";
import { SIGN_IN_STATEMENTS, type SignInNonce } from "@/lib/sign-in/schema";
import { issueNonce } from "@/lib/sign-in/single-use-nonce";
import { startTestChain, type TestChain } from "@/test/chain";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import * as auditRoute from "./audit/route";
import * as blockRoute from "./blocks/[blockId]/route";
import * as blocksRoute from "./blocks/route";
import * as decisionsRoute from "./decisions/route";
import * as deletionRoute from "./files/[fileId]/deletion/route";
import * as quotaRoute from "./sellers/[sellerId]/quota/route";
import * as nonceRoute from "./sign-in/nonce/route";
import * as signInRoute from "./sign-in/route";
import * as signOutRoute from "./sign-out/route";

const HOME = "http://localhost:3000";
const [admin, other, stranger] = [0, 1, 2].map(() => privateKeyToAccount(generatePrivateKey())) as [
  PrivateKeyAccount,
  PrivateKeyAccount,
  PrivateKeyAccount,
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let chain: TestChain;
let calls = 0;
beforeAll(async () => {
  process.env.APP_URL = HOME;
  process.env.MIN_FREE_SPACE = "1MB";
  chain = await startTestChain();
  process.env.RPC_URL_31337 = chain.rpcUrl;
  database = await freshDatabase();
});
beforeEach(() => setAdmins(admin, other));
afterAll(async () => {
  vi.restoreAllMocks();
  delete process.env.ADMINS;
  resetSettings();
  await database.close();
  await chain.stop();
});

/** As a start with other settings. */
function setAdmins(...admins: PrivateKeyAccount[]) {
  process.env.ADMINS = admins.map(({ address }) => address).join(",");
  resetSettings();
}

type Call = { cookie?: string; origin?: string; body?: unknown; params?: Record<string, string>; method?: string };

async function call(handler: RouteHandler, { cookie = "", origin = HOME, body, params = {}, method = "POST" }: Call) {
  calls += 1;
  const headers = { "x-filekiosk-peer": `10.1.${calls >> 8}.${calls & 255}`, origin, cookie };
  const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const init = {
    method,
    headers: { ...headers, ...json },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const response = await handler(new Request(`${HOME}/api/operator`, init), { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") && !text.includes("\n{");
  return {
    status: response.status,
    text,
    body: isJson && text ? JSON.parse(text) : null,
    setCookie: response.headers.get("set-cookie"),
  };
}

async function signIn(account: PrivateKeyAccount, changes: Partial<SignInNonce> = {}) {
  const { body: offered } = await call(nonceRoute.POST, {});
  const { issuedAt, expirationTime, ...rest } = { ...(offered as SignInNonce), ...changes };
  const message = createSiweMessage({
    ...rest,
    address: account.address,
    chainId: 31337,
    issuedAt: new Date(issuedAt),
    expirationTime: new Date(expirationTime),
  });
  return call(signInRoute.POST, { body: { message, signature: await account.signMessage({ message }) } });
}

const cookieOf = ({ setCookie }: { setCookie: string | null }) => setCookie?.split(";")[0] ?? "";
const signedIn = async (account = admin) => cookieOf(await signIn(account));
const who = async (cookie: string) => (await call(signInRoute.GET, { cookie, method: "GET" })).body;
const at = (time: number) => vi.spyOn(systemClock, "now").mockReturnValue(new Date(time));

const hashOf = ({ versions }: OwnFile) => versions[0]?.sha256 ?? "";
const reasons = { ground: "law", facts: "It is a forgery." } as const;
const suspend = (id: string, after: string | null = null) => ({
  ...{ verdict: "suspended", on: { kind: "file", id }, after },
  ...reasons,
});

describe("signing in", () => {
  it("takes a wallet of ADMINS, with a cookie that no script reads and no other site makes a browser send", async () => {
    const answer = await signIn(admin);
    const address = admin.address.toLowerCase();
    expect([answer.status, answer.body]).toEqual([200, { address, chainId: 0 }]);
    expect(answer.setCookie).toMatch(
      new RegExp(`^${OPERATOR_COOKIE}=[^;]+; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(await who(cookieOf(answer))).toEqual({ address, chainId: 0 });
    expect(await who("")).toBeNull();
  });

  it("refuses every other wallet, and the audit log has both", async () => {
    const answer = await signIn(stranger);
    expect([answer.status, answer.body.code, answer.setCookie]).toEqual([403, "operator_only", null]);
    await signIn(admin);
    const acts = await db().auditEntry.findMany({ where: { act: { in: ["signed-in", "sign-in-refused"] } } });
    const [refused] = acts.filter(({ act }) => act === "sign-in-refused");
    expect(refused).toMatchObject({ by: "visitor" });
    expect(JSON.parse(refused?.detail ?? "")).toMatchObject({ purpose: "operator" });
    expect(acts.filter(({ by }) => by.includes(stranger.address.toLowerCase()))).toEqual([]);
    expect(acts.some(({ by }) => by === `operator ${admin.address.toLowerCase()}`)).toBe(true);
  });

  it.each([
    ["under the words of another sign-in", () => ({ statement: SIGN_IN_STATEMENTS["sign-in"] })],
    ["with the nonce of another sign-in", () => ({ nonce: issueNonce("purchases", new Date()) })],
  ])("refuses a message %s", async (_what, changes) => {
    const answer = await signIn(admin, changes());
    expect([answer.status, answer.body.code]).toEqual([401, "sign_in_failed"]);
  });
});

describe("a session", () => {
  it("is worthless once the wallet is no longer in ADMINS", async () => {
    const cookie = await signedIn();
    setAdmins(other);
    expect(await who(cookie)).toBeNull();
    const file = await makeFile(await makeSeller());
    expect((await call(decisionsRoute.POST, { cookie, body: suspend(file.id) })).status).toBe(401);
  });

  it("ends after an hour without use, after eight hours in any case, and with the sign-out", async () => {
    const now = Date.now();
    const [idle, busy, out] = [await signedIn(), await signedIn(other), await signedIn()];
    expect((await call(signOutRoute.POST, { cookie: out })).setCookie).toContain("Max-Age=0");
    expect(await who(out)).toBeNull();
    for (let half = 1; half <= 15; half += 1) {
      at(now + half * 30 * MINUTE);
      expect(await who(busy)).not.toBeNull();
    }
    expect(await who(idle)).toBeNull();
    at(now + 8 * HOUR + MINUTE);
    expect(await who(busy)).toBeNull();
    vi.restoreAllMocks();
  });

  it("is no seller's, and a seller's is none of it", async () => {
    const file = await makeFile(await makeSeller());
    const cookie = (await signedIn()).replace(OPERATOR_COOKIE, "fk_session");
    expect((await call(decisionsRoute.POST, { cookie, body: suspend(file.id) })).status).toBe(401);
  });
});

describe("an act", () => {
  it("of a foreign page is refused before anything is read", async () => {
    const cookie = await signedIn();
    const file = await makeFile(await makeSeller());
    for (const origin of ["https://evil.example", "null"]) {
      const answer = await call(decisionsRoute.POST, { cookie, origin, body: suspend(file.id) });
      expect([answer.status, answer.body.code]).toEqual([403, "foreign_origin"]);
    }
    expect(await listDecisions({ kind: "file", id: file.id })).toEqual([]);
  });

  it("of two operators at once is one act, and the other reads that somebody was faster", async () => {
    const cookies = [await signedIn(admin), await signedIn(other)];
    const file = await makeFile(await makeSeller());
    const answers = await Promise.all(
      cookies.map((cookie) => call(decisionsRoute.POST, { cookie, body: suspend(file.id) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("decided_meanwhile");
    expect(await listDecisions({ kind: "file", id: file.id })).toHaveLength(1);
  });

  it("is in the audit log with its operator, which is exported as CSV and as lines of JSON", async () => {
    const cookie = await signedIn();
    const seller = await makeSeller();
    const params = { sellerId: seller.sellerId };
    await call(quotaRoute.PUT, { cookie, method: "PUT", params, body: { bytes: 5_000 } });
    const exported = async (format: string) => {
      const request = new Request(`${HOME}/api/operator/audit?format=${format}&act=quota-changed`, {
        headers: { "x-filekiosk-peer": "10.2.0.1", cookie },
      });
      return (await auditRoute.GET(request)).text();
    };
    const by = `operator ${admin.address.toLowerCase()}`;
    const [line] = (await exported("ndjson")).trim().split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({ act: "quota-changed", by, subject: { id: seller.sellerId } });
    expect(await exported("csv")).toContain(
      `quota-changed,${by},seller,${seller.sellerId},"{""before"":null,""bytes"":5000}"`,
    );
  });

  it("blocks a wallet and lifts the block", async () => {
    const cookie = await signedIn();
    const value = stranger.address;
    const blocked = await call(blocksRoute.POST, { cookie, body: { kind: "wallet", value, reason: "spam" } });
    expect(blocked.status).toBe(200);
    const params = { blockId: blocked.body.id };
    expect((await call(blockRoute.DELETE, { cookie, method: "DELETE", params })).status).toBe(204);
    expect(await db().block.count({ where: { value: value.toLowerCase(), liftedAt: null } })).toBe(0);
  });
});

describe("deleting bytes", () => {
  const ask = (cookie: string, fileId: string) =>
    call(deletionRoute.POST, { cookie, params: { fileId }, body: { chainId: 31337 } });

  async function sign(cookie: string, fileId: string, account = admin) {
    const { message, ...statement } = (await ask(cookie, fileId)).body;
    return {
      text: message,
      signed: { chainId: 31337, ...statement, signature: await account.signMessage({ message }) },
    };
  }
  const remove = (id: string, signed?: unknown) => ({ ...suspend(id), verdict: "deleted", signed });

  it("needs a signature of the operator's wallet over this file, and takes each once", async () => {
    const cookie = await signedIn();
    const seller = await makeSeller();
    const [file, another] = [await makeFile(seller), await makeFile(seller, { bytes: Buffer.from("another") })];
    const { storageKey } = await db().fileVersion.findFirstOrThrow({ where: { fileId: file.id } });
    const path = join(database.dir, "files");
    const refusals = [
      remove(file.id),
      remove(file.id, (await sign(cookie, another.id)).signed),
      remove(file.id, (await sign(cookie, file.id, other)).signed),
    ];
    for (const body of refusals) {
      const answer = await call(decisionsRoute.POST, { cookie, body });
      expect([answer.status, answer.body.code]).toEqual([403, "act_not_signed"]);
    }
    const { text, signed } = await sign(cookie, file.id);
    expect(text).toContain(file.id);
    expect(text).toContain(hashOf(file));
    expect((await call(decisionsRoute.POST, { cookie, body: remove(file.id, signed) })).status).toBe(200);
    const { bytesGoneAt } = await db().fileVersion.findFirstOrThrow({ where: { fileId: file.id } });
    expect(bytesGoneAt).not.toBeNull();
    expect(existsSync(join(path, storageKey))).toBe(false);
    expect(await db().block.count({ where: { kind: "hash", value: hashOf(file) } })).toBe(1);
    // Somebody who has read the request cannot repeat it.
    expect((await call(decisionsRoute.POST, { cookie, body: remove(file.id, signed) })).body.code).toBe(
      "act_not_signed",
    );
  });

  it("by another operator's signature is refused even if both are signed in", async () => {
    const [cookie, theirs] = [await signedIn(admin), await signedIn(other)];
    const file = await makeFile(await makeSeller(), { bytes: Buffer.from("theirs") });
    const { signed } = await sign(theirs, file.id, other);
    expect((await call(decisionsRoute.POST, { cookie, body: remove(file.id, signed) })).body.code).toBe(
      "act_not_signed",
    );
  });
});
