import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { freshDatabase } from "@/test/database";
import { monthsAfter } from "./appeal-time";
import { eraseReports, NETWORK_KEPT, PERSONAL_MONTHS } from "./erase-reports";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const now = new Date("2027-12-01T00:00:00Z");
const longAgo = new Date(monthsAfter(now, -PERSONAL_MONTHS).getTime() - 1_000);
const lately = new Date(monthsAfter(now, -PERSONAL_MONTHS).getTime() + 1_000);

async function report(changes: { state: string; lastStepAt: Date; createdAt?: Date }) {
  const id = newId();
  const hashes = { number: id, tokenHash: id, contentHash: id };
  const person = { name: "Ana", email: "ana@example.org", contact: "Rua 1", owner: "Ana", signature: "Ana", work: "W" };
  const said = { kind: "copyright", reason: "copyright", explanation: "It is mine.", location: "here", locale: "pt" };
  const about = { fileId: newId(), sellerId: newId(), decisionId: changes.state === "decided" ? `d ${id}` : null };
  const createdAt = changes.createdAt ?? longAgo;
  await db().report.create({
    data: { id, ...hashes, ...person, ...said, ...about, ipPrefix: "10.0.0.1", ...changes, createdAt },
  });
  return id;
}
const appeal = (reportId: string, changes: { state: string; decidedAt: Date | null }) =>
  db().appeal.create({
    data: { id: newId(), decisionId: `d ${reportId}`, party: "seller", text: "No.", createdAt: longAgo, ...changes },
  });
const read = (id: string) => db().report.findUniqueOrThrow({ where: { id } });

it("deletes who and what a year after the last step, and keeps number, reason and decision", async () => {
  const id = await report({ state: "decided", lastStepAt: longAgo });
  const { id: appealId } = await appeal(id, { state: "upheld", decidedAt: longAgo });
  await eraseReports(now);
  const row = await read(id);
  expect(JSON.stringify(row)).not.toMatch(/Ana|ana@|Rua|mine|10\.0\.0\.1/);
  expect(row).toMatchObject({ number: id, reason: "copyright", decisionId: `d ${id}`, erasedAt: now });
  expect(await db().appeal.findUniqueOrThrow({ where: { id: appealId } })).toMatchObject({ text: "", erasedAt: now });
});

it("waits for open reports and appeals, and for the end of the year", async () => {
  const open = await report({ state: "open", lastStepAt: longAgo });
  const appealed = await report({ state: "decided", lastStepAt: longAgo });
  await appeal(appealed, { state: "open", decidedAt: null });
  const fresh = await report({ state: "decided", lastStepAt: lately });
  await eraseReports(now);
  for (const id of [open, appealed, fresh]) expect(await read(id)).toMatchObject({ name: "Ana", erasedAt: null });
});

it("forgets the sender's network after a month, also of an open report", async () => {
  const at = (milliseconds: number) => new Date(now.getTime() - NETWORK_KEPT + milliseconds);
  const older = await report({ state: "open", lastStepAt: lately, createdAt: at(-DAY) });
  const newer = await report({ state: "open", lastStepAt: lately, createdAt: at(DAY) });
  await eraseReports(now);
  expect(await read(older)).toMatchObject({ ipPrefix: null, contentHash: null, name: "Ana" });
  expect(await read(newer)).toMatchObject({ ipPrefix: "10.0.0.1" });
});
