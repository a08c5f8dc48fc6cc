import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { limits } from "@/lib/http/rate-limit";
import { newSecret } from "@/lib/ids";
import { type FormAnswer, readAnswer } from "@/lib/reports/form-answers";
import { openShop, type Shop } from "@/test/shop";
import { POST } from "./route";

/** The report form of a browser without script. */

const HOME = "http://localhost:3000";
let shop: Shop;
let fileId: string;
/** One network per test, so that no limit gets in the way. */
let peer = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  peer += 1;
  ({ id: fileId } = await shop.sell());
});

const filled = { kind: "notice", reason: "fraud", explanation: "It is empty.", name: "Ana", email: "ana@example.org" };

async function send(changes: Record<string, string> = {}, headers: Record<string, string> = { origin: HOME }) {
  const body = new URLSearchParams({ fileId, ...filled, goodFaith: "on", ...changes });
  const request = new Request(`${HOME}/api/reports/form`, {
    method: "POST",
    headers: { "x-filekiosk-peer": `10.4.${peer}.1`, ...headers },
    body,
  });
  return POST(request);
}

type Shown = FormAnswer<{ code: string; errors?: { field: string }[] }>;

function shownAfter(response: Response, id = fileId, now = new Date()): Shown | null {
  const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
  return readAnswer(cookie, id, now) as Shown | null;
}

const sentOf = (shown: Shown | null) => (shown && "sent" in shown ? shown.sent : null);

it("redirects to the page of the form, with the number and the link in nobody else's reach", async () => {
  const response = await send();
  expect([response.status, response.headers.get("location")]).toEqual([303, `${HOME}/f/${fileId}/report`]);
  const cookie = response.headers.get("set-cookie") ?? "";
  expect(cookie).toContain(`Path=/f/${fileId}/report; HttpOnly; SameSite=Lax`);
  const sent = sentOf(shownAfter(response));
  expect(sent?.statusUrl).toMatch(/\/reports#[\w-]{43}$/);
  expect(cookie).not.toContain(new URL(sent?.statusUrl ?? "").hash.slice(1));
  expect(await db().report.count({ where: { number: sent?.number, fileId } })).toBe(1);
  const other = (await shop.sell()).id;
  expect(shownAfter(response, other)).toBeNull();
  expect(shownAfter(response, fileId, new Date(Date.now() + 11 * 60_000))).toBeNull();
  expect(readAnswer(`fk_report=${newSecret()}`, fileId, new Date())).toBeNull();
});

it("keeps everything that was typed when something is wrong, and stores nothing", async () => {
  const typed = { explanation: "  Two\nlines ", name: "", email: "ana@nowhere", reason: "" };
  const response = await send(typed);
  expect(response.status).toBe(303);
  const shown = shownAfter(response);
  expect(shown).toMatchObject({
    typed: { ...typed, kind: "notice", goodFaith: "on" },
    problem: { code: "invalid_input", errors: expect.arrayContaining([expect.objectContaining({ field: "email" })]) },
  });
  const unconfirmed = await send({ kind: "copyright", goodFaith: "" });
  expect(shownAfter(unconfirmed)).toMatchObject({ problem: { code: "invalid_input" } });
  expect(await db().report.count({ where: { fileId } })).toBe(0);
});

it("a button pressed twice sends one report with one link; a changed report is another one", async () => {
  const page = newSecret();
  const twice = await Promise.all([send({ page }), send({ page })]);
  const [first, second] = twice.map((response) => sentOf(shownAfter(response)));
  expect(first).toEqual(second);
  expect(first?.statusUrl).toBeTruthy();
  const changed = sentOf(shownAfter(await send({ page, explanation: "It is a virus, too." })));
  expect(changed?.number).not.toBe(first?.number);
  expect(changed?.statusUrl).toBeTruthy();
});

it("is for our own page only, and for files that there are", async () => {
  const foreign = await send({}, { origin: "https://evil.example" });
  expect([foreign.status, (await foreign.json()).code]).toEqual([403, "foreign_origin"]);
  const missing = await send({ fileId: "0".repeat(22) });
  expect([missing.status, missing.headers.get("set-cookie")]).toEqual([404, null]);
  const path = await send({ fileId: "x; Path=/\r\n" });
  expect([path.status, path.headers.get("set-cookie")]).toEqual([404, null]);
  expect(await db().report.count({ where: { fileId } })).toBe(0);
});

it("counts as a report, and says so on the page", async () => {
  let last: Response | null = null;
  for (let count = 0; count <= limits.report.points; count += 1) last = await send({ name: "" });
  expect(last?.status).toBe(303);
  expect(last && shownAfter(last)).toMatchObject({
    problem: { code: "too_many_requests" },
    typed: { ...filled, name: "" },
  });
});
