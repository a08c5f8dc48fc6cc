import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { audit, partOf } from "./audit";
import { listAudit } from "./list-audit";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const by = { kind: "command-line" } as const;

it("finds what was done to a file or a seller, and to what belongs to it", async () => {
  const file = { kind: "file", id: "f1" } as const;
  const report = { kind: "report", id: "r1" } as const;
  const appeal = { kind: "appeal", id: "a1" } as const;
  const seller = { kind: "seller", id: "s1" } as const;
  await audit(db(), { act: "report-received", by, subject: report, detail: partOf(file) }, new Date(1));
  await audit(db(), { act: "decided", by, subject: file }, new Date(2));
  await audit(db(), { act: "appeal-received", by, subject: appeal, detail: partOf(seller) }, new Date(3));
  await audit(db(), { act: "decided", by, subject: { kind: "file", id: "f10" } }, new Date(4));
  const actsOn = async (subject: { kind: string; id: string }, before?: { at: Date; id: string }) =>
    (await listAudit({ subject, before, take: 9 })).map(({ act }) => act);
  expect(await actsOn(file)).toEqual(["decided", "report-received"]);
  expect(await actsOn(file, { at: new Date(2), id: "" })).toEqual(["report-received"]);
  expect(await actsOn(seller)).toEqual(["appeal-received"]);
  expect(await actsOn({ kind: "file", id: "%" })).toEqual([]);
});
