import { afterAll, beforeAll, expect, it } from "vitest";
import { PUT } from "@/app/api/files/[fileId]/draft/route";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { SESSION_COOKIE, type SessionData, sealSession } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { keepDraft, readDraft, withDraft } from "./drafts";
import { findFile } from "./find-file";
import type { OwnFile } from "./schema";

let close: () => Promise<void>;
let seller: SessionData;
let file: OwnFile;
const now = new Date();

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  file = await makeFile(seller, { title: "Lesson 3", price: "4.50" });
});
afterAll(() => close());

const draft = { id: "form-one", title: "Lesson 4", description: "Fractions\u202e" };

it("is its seller's, for its form, and for an hour", async () => {
  await keepDraft(seller.sellerId, file.id, draft, now);
  const read = (sellerId: string, fileId: string, id: string, at = now) => readDraft(sellerId, fileId, id, at);
  expect(read(seller.sellerId, file.id, draft.id)).toEqual(draft);
  const stranger = await makeSeller();
  expect(read(stranger.sellerId, file.id, draft.id)).toBeNull();
  expect(read(seller.sellerId, "another", draft.id)).toBeNull();
  expect(read(seller.sellerId, file.id, "form-two")).toBeNull();
  expect(read(seller.sellerId, file.id, draft.id, new Date(now.getTime() + HOUR + 1))).toBeNull();
  await expect(keepDraft(stranger.sellerId, file.id, draft, now)).rejects.toMatchObject({ code: "file_not_found" });
  await expect(keepDraft(seller.sellerId, "nothing", draft, now)).rejects.toMatchObject({ code: "file_not_found" });
});

it("changes nothing that is stored, and shows what could be saved", async () => {
  const stored = await findFile(file.id);
  if (!stored) throw new Error("gone");
  const shown = withDraft(stored, { ...draft, price: "9", onSaleUntil: null, downloadDays: 90 });
  expect(shown).toMatchObject({ title: "Lesson 4", description: "Fractions", onSaleUntil: null });
  expect(shown.terms).toMatchObject({ priceMicroUsd: 9_000_000n, downloadDays: 90 });
  expect(withDraft(stored, { id: draft.id, title: " \u200b " }).title).toBe("Lesson 3");
  expect(withDraft(stored, { id: draft.id, title: "x".repeat(400) }).title).toHaveLength(120);
  const row = await db().file.findUniqueOrThrow({ where: { id: file.id }, include: { terms: true } });
  expect([row.title, row.terms.length, row.terms[0]?.priceMicroUsd]).toEqual(["Lesson 3", 1, 4_500_000n]);
});

it("makes way: the oldest of one seller, who cannot fill the memory", async () => {
  for (let count = 0; count < 30; count += 1) await keepDraft(seller.sellerId, file.id, { id: `form-${count}-x` }, now);
  const left = Array.from({ length: 30 }, (_, count) => readDraft(seller.sellerId, file.id, `form-${count}-x`, now));
  expect(left.map((one) => one !== null)).toEqual(Array.from({ length: 30 }, (_, count) => count >= 20));
});

it.each([
  ["nobody", {}, { id: "form-one" }, 401],
  ["another site", { origin: "https://evil.example" }, { id: "form-one" }, 403],
  ["its seller, without an id", { signedIn: "yes" }, { title: "x" }, 400],
  ["its seller, with 100 KB", { signedIn: "yes" }, { id: "form-one", description: "x".repeat(102_400) }, 413],
  ["its seller", { signedIn: "yes" }, { id: "form-one", title: "" }, 204],
])("answers %s", async (_, { signedIn, ...headers }: Record<string, string>, body, status) => {
  const cookie: Record<string, string> = signedIn ? { cookie: `${SESSION_COOKIE}=${await sealSession(seller)}` } : {};
  const request = new Request(`http://localhost:3000/api/files/${file.id}/draft`, {
    method: "PUT",
    headers: { origin: "http://localhost:3000", "content-type": "application/json", ...cookie, ...headers },
    body: JSON.stringify(body),
  });
  expect((await PUT(request, { params: Promise.resolve({ fileId: file.id }) })).status).toBe(status);
});
