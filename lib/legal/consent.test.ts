import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createFile } from "@/lib/products/files/create-file";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { uploadBytes } from "@/test/uploads";
import { readConsent } from "./consent";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  database = await freshDatabase();
  mkdirSync(join(database.dir, "pages"));
});
beforeEach(async () => {
  seller = await makeSeller();
});
afterAll(() => database.close());

const now = new Date();
const write = (text: string) => writeFileSync(join(database.dir, "pages", "terms.md"), text);

async function publish(acceptTerms?: string) {
  const { id: uploadId, token: uploadToken } = await uploadBytes(Buffer.from("twelve bytes"));
  return createFile(seller, { uploadId, uploadToken, price: "0.50", acceptTerms }, now);
}

it("without terms nobody is asked", async () => {
  expect(await readConsent(seller.sellerId)).toEqual({ terms: null, accepted: true });
  expect((await publish()).state).toBe("on-sale");
});

it("with terms a seller accepts exactly those, once, and again when they change", async () => {
  write("Be fair.");
  const { terms } = await readConsent(null);
  if (!terms) throw new Error("no terms");
  await expect(publish()).rejects.toMatchObject({ code: "terms_not_accepted", members: terms });
  await expect(publish("0".repeat(64))).rejects.toMatchObject({ code: "terms_not_accepted" });
  expect((await readConsent(seller.sellerId)).accepted).toBe(false);

  await publish(terms.hash);
  const row = await db().seller.findUniqueOrThrow({ where: { id: seller.sellerId } });
  expect([row.termsHash, row.termsAcceptedAt]).toEqual([terms.hash, now]);
  expect((await readConsent(seller.sellerId)).accepted).toBe(true);
  await publish();

  write("Be very fair.");
  await expect(publish()).rejects.toMatchObject({ code: "terms_not_accepted" });
  await expect(publish(terms.hash)).rejects.toMatchObject({ code: "terms_not_accepted" });
  await publish((await readConsent(null)).terms?.hash);
});

it("a refused file leaves no consent behind, and another seller's counts for nobody else", async () => {
  write("Be fair again.");
  const hash = (await readConsent(null)).terms?.hash;
  await expect(
    createFile(seller, { uploadId: "x", uploadToken: "y", price: "0.50", acceptTerms: hash }, now),
  ).rejects.toMatchObject({ code: "upload_not_found" });
  expect((await readConsent(seller.sellerId)).accepted).toBe(false);
  await publish(hash);
  seller = await makeSeller();
  await expect(publish()).rejects.toMatchObject({ code: "terms_not_accepted" });
});

it("TERMS_URL is accepted by its address", async () => {
  process.env.TERMS_URL = "https://example.org/terms";
  resetSettings();
  const { terms } = await readConsent(null);
  expect(terms?.url).toBe("https://example.org/terms");
  await publish(terms?.hash);
  delete process.env.TERMS_URL;
  resetSettings();
});
