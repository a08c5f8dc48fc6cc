import { afterAll, beforeAll, expect, it } from "vitest";
import { audit } from "@/lib/audit/audit";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { readAuditPage } from "./audit-page";
import { exportAudit } from "./export-audit";

const COUNT = 1_003;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase());
  const by = { kind: "command-line" } as const;
  for (let at = 0; at < COUNT; at += 1) {
    const subject = { kind: "seller", id: `s${at % 2}` } as const;
    // Several at the same millisecond: the id decides.
    await audit(db(), { act: "quota-changed", by, subject, detail: { bytes: at } }, new Date(Math.floor(at / 5)));
  }
  await audit(
    db(),
    { act: "blocked", by: { kind: "operator", account: "0xab" }, detail: { reason: '=cmd("x"),\n1' } },
    new Date(),
  );
});
afterAll(() => close());

async function read(filters: object, format: "csv" | "ndjson"): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportAudit(filters, format)) pieces.push(piece);
  return pieces.join("");
}

it("exports every line once, the newest first", async () => {
  const lines = (await read({}, "ndjson"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(COUNT + 1);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(COUNT + 1);
  expect(lines.map(({ at }) => at)).toEqual(
    lines
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
});

it("exports what matches", async () => {
  expect((await read({ act: "blocked" }, "ndjson")).trim().split("\n")).toHaveLength(1);
  expect((await read({ subject: "seller s1" }, "ndjson")).trim().split("\n")).toHaveLength(Math.floor(COUNT / 2));
  expect((await read({ by: "operator" }, "csv")).trim().split("\r\n")).toHaveLength(2);
  expect(await read({ act: "nothing" }, "csv")).toBe("time,act,by,subject kind,subject,detail,id\r\n");
});

it("writes CSV that a spreadsheet reads as text", async () => {
  const [, line = ""] = (await read({ act: "blocked" }, "csv")).split("\r\n");
  expect(line).toContain(`"{""reason"":""=cmd(\\""x\\""),\\n1""}"`);
  expect(line.split(",").some((cell) => /^[=+@-]/.test(cell))).toBe(false);
});

it("comes in pages on the page", async () => {
  const first = await readAuditPage({ act: "quota-changed" });
  const second = await readAuditPage({ act: "quota-changed", before: first.before ?? "" });
  const ids = [...first.rows, ...second.rows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(100);
  expect((await readAuditPage({ before: "never x" })).rows).toHaveLength(50);
});
