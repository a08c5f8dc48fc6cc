import { afterAll, beforeAll, expect, it } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { freshDatabase } from "@/test/database";
import { type HttpSink, startHttpSink } from "@/test/http-sink";
import { startProcess } from "@/test/spawn";
import { expandNotices } from "./expand-notices";
import { sendDeliveries } from "./send-deliveries";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let sink: HttpSink;

beforeAll(async () => {
  database = await freshDatabase();
  sink = await startHttpSink();
  process.env.OPERATOR_WEBHOOK_URL = `${sink.url}/hook`;
  resetSettings();
});
afterAll(async () => {
  delete process.env.OPERATOR_WEBHOOK_URL;
  resetSettings();
  sink.close();
  await database.close();
});

it("loses no notice to kill -9, and what arrives twice has the same id", { timeout: 120_000 }, async () => {
  const committed: string[] = [];
  for (const name of ["first", "second", "third"]) {
    const before = sink.received.length;
    const child = startProcess("tell.ts", name);
    const read = (async () => {
      for (;;) committed.push(await child.line());
    })().catch(() => {});
    await expect.poll(() => sink.received.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
    // Between a request and its response, in the middle of everything else.
    sink.answer = () => child.kill();
    await read;
    sink.answer = (_, response) => void response.end();
  }
  // Each round is an hour later: an attempt that broke off beside the killed one waits for its next time.
  const waiting = { OR: [{ expandedAt: null }, { deliveries: { some: { state: { not: "sent" } } } }] };
  for (let hour = 0; hour < 100 && (await db().notice.count({ where: waiting })) > 0; hour += 1) {
    const now = new Date(Date.now() + hour * HOUR);
    await expandNotices(now);
    await sendDeliveries("webhook", now);
  }
  expect(await db().notice.count({ where: waiting })).toBe(0);
  const idsOf = new Map<string, Set<string>>();
  for (const { headers, body } of sink.received) {
    const { place } = (JSON.parse(body) as { data: { place: string } }).data;
    idsOf.set(place, (idsOf.get(place) ?? new Set()).add(String(headers["webhook-id"])));
  }
  expect(committed.length).toBeGreaterThan(15);
  expect(committed.filter((place) => !idsOf.has(place))).toEqual([]);
  expect([...idsOf].filter(([, ids]) => ids.size !== 1)).toEqual([]);
  // At least one was on its way when its process died.
  expect(sink.received.length).toBeGreaterThan(idsOf.size);
});
