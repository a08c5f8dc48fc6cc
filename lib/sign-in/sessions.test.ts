import { sealData } from "iron-session";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { testSettings } from "@/test/settings";
import { readBuyerSession, sealBuyerSession } from "./buyer-session";
import { nameAgent } from "./name-agent";
import { readSession, SESSION_COOKIE, sealSession } from "./seller-session";
import { sessionKinds } from "./session-kinds";
import { endSession, endSessions, endSessionsOf, listSessions, sweepSessions } from "./sessions";

const secret = "6f1d8c2b7a934e05b1c8d2f7a4e3906d";
const wallet = { address: `0x${"ab".repeat(20)}`, chainId: 0 };
const seller = { sellerId: "s1", ...wallet };
const ofSeller = { kind: "seller", wallet } as const;
// Seals have their own end by the real clock, a week away.
const now = new Date();
const after = (ms: number) => new Date(now.getTime() + ms);

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  testSettings({ SESSION_SECRET: secret, OLD_SESSION_SECRETS: undefined });
  await db().session.deleteMany();
});

const begin = async (at = now, agent: string | null = null) =>
  `${SESSION_COOKIE}=${await sealSession(seller, agent, at)}`;
const idOf = async (cookie: string, at = now) => (await readSession(cookie, at))?.id ?? "";
const isOpen = async (cookie: string, at = now) => (await readSession(cookie, at)) !== null;

it("a signed-out cookie opens nothing, wherever it was copied to; other sessions go on", async () => {
  const [one, other] = [await begin(), await begin()];
  expect(await readSession(one, now)).toMatchObject(seller);
  expect(await endSession(await idOf(one), ofSeller)).toBe(true);
  expect([await isOpen(one), await isOpen(other)]).toEqual([false, true]);
  expect(await endSessions(ofSeller)).toBe(1);
  expect(await isOpen(other)).toBe(false);
});

it("nobody ends the session of another wallet or of another kind", async () => {
  const cookie = await begin();
  const id = await idOf(cookie);
  const stranger = { address: `0x${"cd".repeat(20)}`, chainId: 0 };
  expect(await endSession(id, { kind: "seller", wallet: stranger })).toBe(false);
  expect(await endSession(id, { kind: "seller", wallet: { ...wallet, chainId: 8453 } })).toBe(false);
  expect(await endSession(id, { kind: "buyer", wallet })).toBe(false);
  expect(await endSessions({ kind: "buyer", wallet })).toBe(0);
  expect(await isOpen(cookie)).toBe(true);
});

it("a seal of another shop with the same secret opens nothing, even with the same rows", async () => {
  const cookie = await begin();
  testSettings({ SESSION_SECRET: secret, APP_URL: "http://localhost:3001" });
  expect(await isOpen(cookie)).toBe(false);
  testSettings({ SESSION_SECRET: secret });
  expect(await isOpen(cookie)).toBe(true);
});

it("a seal without a row, of release 0.2.0 or with a made-up id, opens nothing", async () => {
  const options = { password: secret, ttl: 600 };
  const sealed = (data: object) => sealData(data, options).then((seal) => `${SESSION_COOKIE}=${seal}`);
  expect(await isOpen(await sealed({ creatorId: "s1", ...wallet }))).toBe(false);
  expect(await isOpen(await sealed({ kind: "seller", host: "localhost:3000", id: "1".repeat(22), data: seller }))).toBe(
    false,
  );
});

it("a seller's session is not a buyer's, and a buyer's not a seller's", async () => {
  const buyers = await sealBuyerSession(wallet, null, now);
  const sellers = (await begin()).slice(SESSION_COOKIE.length + 1);
  expect(await isOpen(`${SESSION_COOKIE}=${buyers}`)).toBe(false);
  expect(await readBuyerSession(`fk_buyer=${sellers}`, now)).toBeNull();
  expect(await readBuyerSession(`fk_buyer=${buyers}`, now)).toMatchObject(wallet);
});

it("ends when it was not used for two days, and after a week of use", async () => {
  const { unused, lifetime } = sessionKinds.seller;
  const resting = await begin();
  expect(await isOpen(resting, after(unused - MINUTE))).toBe(true);
  const used = await begin();
  for (let at = 0; at < lifetime - DAY; at += DAY) expect(await isOpen(used, after(at))).toBe(true);
  expect(await isOpen(used, after(lifetime - DAY))).toBe(true);
  expect(await isOpen(used, after(lifetime))).toBe(false);
  const left = await begin();
  expect(await isOpen(left, after(unused))).toBe(false);
});

it("writes its use seldom, and never brings an ended one back", async () => {
  const cookie = await begin();
  const id = await idOf(cookie);
  const seenAt = async () => (await db().session.findUnique({ where: { id } }))?.seenAt;
  await isOpen(cookie, after(HOUR));
  expect(await seenAt()).toEqual(now);
  await isOpen(cookie, after(5 * HOUR));
  expect(await seenAt()).toEqual(after(5 * HOUR));
  await endSession(id, ofSeller);
  await isOpen(cookie, after(12 * HOUR));
  expect(await seenAt()).toBeUndefined();
});

it("one more than the most ends the one that was not used for longest", async () => {
  const { most } = sessionKinds.seller;
  const cookies: string[] = [];
  for (let count = 0; count < most; count += 1) cookies.push(await begin(after(count)));
  const [first = "", second = ""] = cookies;
  expect(await isOpen(first, after(5 * HOUR))).toBe(true);
  await begin(after(6 * HOUR));
  expect(await isOpen(first, after(6 * HOUR))).toBe(true);
  expect(await isOpen(second, after(6 * HOUR))).toBe(false);
  expect(await listSessions(ofSeller, after(6 * HOUR))).toHaveLength(most);
});

it("operators end those of one address on every network, or everybody's", async () => {
  const elsewhere = `${SESSION_COOKIE}=${await sealSession({ ...seller, chainId: 8453 }, null, now)}`;
  const cookie = await begin();
  const stranger = `${SESSION_COOKIE}=${await sealSession({ ...seller, address: `0x${"cd".repeat(20)}` }, null, now)}`;
  expect(await endSessionsOf(`0x${"AB".repeat(20)}`)).toBe(2);
  expect([await isOpen(cookie), await isOpen(elsewhere), await isOpen(stranger)]).toEqual([false, false, true]);
  expect(await endSessionsOf("everybody")).toBe(1);
});

it("a replaced secret still opens what it sealed while it is listed", async () => {
  const cookie = await begin();
  const next = "d906e3a4f7d2c8b1504e937a2b8c1df6";
  testSettings({ SESSION_SECRET: next, OLD_SESSION_SECRETS: `  another secret that was long enough, ${secret}` });
  expect(await isOpen(cookie)).toBe(true);
  const later = await begin();
  testSettings({ SESSION_SECRET: secret, OLD_SESSION_SECRETS: undefined });
  expect(await isOpen(later)).toBe(false);
  testSettings({ SESSION_SECRET: next, OLD_SESSION_SECRETS: undefined });
  expect(await isOpen(cookie)).toBe(false);
});

it("the job deletes what has ended and nothing else", async () => {
  const cookie = await begin();
  await sealBuyerSession(wallet, null, now);
  await sweepSessions(after(5 * HOUR));
  expect((await db().session.findMany()).map(({ kind }) => kind)).toEqual(["seller"]);
  expect(await isOpen(cookie, after(5 * HOUR))).toBe(true);
});

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iOS"],
  ["curl/8.9.1", null],
  [null, null],
])("names %s %s", (userAgent, name) => {
  expect(nameAgent(userAgent)).toBe(name);
});
