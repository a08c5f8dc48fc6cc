import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { sweepPictures } from "@/lib/previews/picture";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { findPicture, removePicture, setPicture } from "./picture";
import { readProfile } from "./read-profile";
import { updateProfile } from "./update-profile";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

const now = new Date();
let close: () => Promise<void>;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
});
afterAll(() => close());

const noise = (side: number) =>
  Buffer.from(Array.from({ length: side * side * 3 }, (_, at) => (at * at * 7 + at * 31) % 251));
const set = (bytes: Uint8Array) => setPicture(seller.sellerId, bytes, now);
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => null,
    ({ code }: { code: string }) => code,
  );

it("a seller's picture is made small from its pixels, shown at once, and replaces the one before", async () => {
  const raw = { width: 900, height: 900, channels: 3 } as const;
  const first = await sharp(noise(900), { raw })
    .withMetadata({ exif: { IFD0: { Copyright: "secret" } } })
    .jpeg()
    .toBuffer();
  await set(first);
  const row = await findPicture(seller.sellerId);
  expect(row).toMatchObject({ kind: "seller", fileId: seller.sellerId });
  expect(Math.max(row?.width ?? 999, row?.height ?? 999)).toBeLessThanOrEqual(160);
  expect(row?.size).toBeLessThanOrEqual(8_000);
  expect((await readProfile(seller.sellerId)).picture).toBe(
    `http://localhost:3000/api/sellers/${seller.sellerId}/picture?h=${row?.sha256.slice(0, 16)}`,
  );
  forgetPerProcess("rate-limits");
  await set(
    await sharp({ create: { width: 20, height: 30, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  );
  const next = await findPicture(seller.sellerId);
  expect(next?.sha256).not.toBe(row?.sha256);
  await sweepPictures(now);
  expect(await storage().size(row?.storageKey ?? "")).toBeNull();
  expect(await db().picture.count({ where: { fileId: seller.sellerId } })).toBe(1);
});

it("what is no picture changes nothing; a stopped seller's is not shown; a removed one is gone", async () => {
  const before = await findPicture(seller.sellerId);
  expect(await codeOf(set(Buffer.from("<svg/>")))).toBe("picture_unreadable");
  expect(await codeOf(setPicture("nobody", Buffer.from("x"), now))).toBe("sign_in_required");
  expect((await findPicture(seller.sellerId))?.sha256).toBe(before?.sha256);
  await db().seller.update({ where: { id: seller.sellerId }, data: { suspendedAt: now } });
  expect(await findPicture(seller.sellerId)).toBeNull();
  await db().seller.update({ where: { id: seller.sellerId }, data: { suspendedAt: null } });
  await removePicture(seller.sellerId);
  expect(await findPicture(seller.sellerId)).toBeNull();
  expect((await readProfile(seller.sellerId)).picture).toBeNull();
  await sweepPictures(now);
  expect(await db().picture.count({ where: { fileId: seller.sellerId } })).toBe(0);
});

it("words are cleaned, and a website is https with a host that others can have", async () => {
  const change = (homepage: string) => updateProfile(seller.sellerId, { homepage }, now);
  const saved = await updateProfile(
    seller.sellerId,
    { words: "I **draw**.\u202e\n\nEvery day.\u200b", homepage: "https://ana.example/me" },
    now,
  );
  expect(saved).toMatchObject({ words: "I **draw**.\n\nEvery day.", homepage: "https://ana.example/me" });
  for (const wrong of [
    "javascript:alert(1)",
    "http://ana.example",
    "https://u:p@ana.example/",
    "https://ana.example@evil.example/",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "ana.example",
    `https://ana.example/${"x".repeat(500)}`,
  ]) {
    const error = await change(wrong).catch((thrown: unknown) => thrown);
    expect([wrong, error]).toEqual([
      wrong,
      expect.objectContaining({
        members: { errors: [expect.objectContaining({ field: "homepage", code: "homepage_address" })] },
      }),
    ]);
  }
  expect((await change("https://аna.example/")).homepage).toMatch(/^https:\/\/xn--/);
  expect((await change("")).homepage).toBeNull();
});
