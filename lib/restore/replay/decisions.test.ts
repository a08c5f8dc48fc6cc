import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { block, unblock } from "@/lib/blocks/change-block";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import type { Verdict } from "@/lib/decisions/schema";
import { type Line, lineSchema } from "@/lib/journal/entries";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { resetSettings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import { openShop, type Shop } from "@/test/shop";
import { replayJournal } from "./replay-journal";

let shop: Shop;
const folder = mkdtempSync(join(tmpdir(), "filekiosk-journal-"));
beforeAll(async () => {
  process.env.JOURNAL_DIR = folder;
  shop = await openShop();
});
afterAll(async () => {
  delete process.env.JOURNAL_DIR;
  resetSettings();
  await shop?.close();
});

/** All lines so far. */
function journal(): Line[] {
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return text
    .join("")
    .trim()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

const by = { kind: "command-line" } as const;
const replay = (lines: Line[], now = new Date()) => db().$transaction((tx) => replayJournal(tx, lines, now));

describe("what the operator decided since the backup", () => {
  const verdicts: [Verdict, object][] = [
    ["suspended", { suspendedAt: expect.any(Date), withheldAt: null }],
    ["withheld", { suspendedAt: expect.any(Date), withheldAt: expect.any(Date) }],
    ["deleted", { withheldAt: expect.any(Date), removedAt: expect.any(Date), bytesGone: true }],
  ];
  it.each(verdicts)("takes effect again: %s", async (verdict, state) => {
    const { id } = await shop.sell();
    const { id: other } = await shop.sell();
    const on = { kind: "file", id } as const;
    const decided = await decide({ verdict, on, ground: "law", facts: "Facts.", after: null }, by, new Date());
    const [line] = journal().filter(({ entry }) => entry.kind === "decided" && entry.decisionId === decided.id);
    if (line?.entry.kind !== "decided") throw new Error("not in the journal");
    // As the backup has it: the same act, about a file that it knows and a decision that it does not.
    const unknown: Line = { ...line, entry: { ...line.entry, decisionId: `${decided.id}-`, subjectId: other } };
    expect(await replay([line])).toEqual({});
    const later = new Date(Date.now() + 10 * DAY);
    expect(await replay([unknown], later)).toEqual({ decided: 1 });
    await purgeFiles(later);
    const { storageKey } = await db().fileVersion.findFirstOrThrow({ where: { fileId: other } });
    expect((await storage().size(storageKey)) === null).toBe(verdict === "deleted");
    expect(await replay([unknown])).toEqual({});
    expect(await db().file.findUnique({ where: { id: other } })).toMatchObject(state);
    const { subjectId: _, ...same } = unknown.entry as { subjectId: string };
    expect(await replay([{ ...unknown, entry: { ...same, decisionId: "x", subjectId: "never" } as never }])).toEqual(
      {},
    );
  });

  it("gives the time that the file was stopped back to its storage, once", async () => {
    const { id } = await shop.sell();
    const at = (days: number) => new Date(Date.now() + days * DAY);
    const [keptUntil, from, to] = [at(90), at(1), at(5)];
    await db().file.update({ where: { id }, data: { keptUntil } });
    const on = { kind: "file", id } as const;
    const stop = await decide({ verdict: "withheld", on, ground: "law", facts: "Facts.", after: null }, by, from);
    const lift = await decide({ verdict: "lifted", on, ground: "law", facts: "Facts.", after: stop.id }, by, to);
    const ids = [stop.id, lift.id];
    const lines = journal().filter(({ entry }) => entry.kind === "decided" && ids.includes(entry.decisionId));
    // As the backup has it: from before both.
    await db().decision.deleteMany({ where: { id: { in: ids } } });
    await db().file.update({ where: { id }, data: { keptUntil, suspendedAt: null, withheldAt: null } });
    for (const _ of [1, 2]) await replay(lines, at(20));
    const after = await db().file.findUniqueOrThrow({ where: { id } });
    expect(after.keptUntil).toEqual(new Date(keptUntil.getTime() + to.getTime() - from.getTime()));
  });

  it("blocks a wallet again, and lifts that again", async () => {
    const value = `0x${"5".repeat(40)}`;
    const { id } = await block({ kind: "wallet", value, reason: "fraud" }, by, new Date());
    await unblock(id, by, new Date());
    const lines = journal().filter(({ entry }) => "blockId" in entry && entry.blockId === id);
    expect(lines.map(({ entry }) => entry.kind)).toEqual(["blocked", "unblocked"]);
    expect(await replay(lines)).toEqual({});
    await db().block.delete({ where: { id } });
    expect(await replay(lines.slice(0, 1))).toEqual({ blocked: 1 });
    expect(await db().block.findUnique({ where: { id } })).toMatchObject({ value, liftedAt: null });
    expect(await replay(lines.slice(1))).toEqual({ unblocked: 1 });
    expect(await db().block.findUnique({ where: { id } })).toMatchObject({ liftedAt: expect.any(Date) });
  });
});
