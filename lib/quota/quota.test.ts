import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { setQuota } from "@/lib/operator/quota";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { admitUpload } from "@/lib/uploads/admission/admit-upload";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { readStoredBytes } from "./quota";

let close: () => Promise<void>;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  set({ SELLER_QUOTA: "1000" });
  seller = await makeSeller();
});
afterAll(async () => {
  set({});
  await close();
});

function set(changes: { SELLER_QUOTA?: string; SELLERS?: string }) {
  for (const name of ["SELLER_QUOTA", "SELLERS"]) delete process.env[name];
  Object.assign(process.env, changes);
  resetSettings();
}

const now = new Date();
const by = { kind: "command-line" } as const;
const bytes = (count: number) => Buffer.alloc(count, `${Math.random()} `);
const announce = (size: number) =>
  admitUpload({ id: newId(), name: "a.bin", size, ipPrefix: "10.9.8.7", session: seller }, now);

describe("a seller's quota", () => {
  it("counts what is stored, and lets the last byte in", async () => {
    await makeFile(seller, { bytes: bytes(600) });
    await makeFile(seller, { bytes: bytes(400) });
    expect(await readStoredBytes(db(), seller.sellerId)).toBe(1_000n);
  });

  it("refuses a larger upload before its first byte, and tells how much is used", async () => {
    await makeFile(seller, { bytes: bytes(600) });
    await expect(announce(401)).rejects.toMatchObject({
      code: "seller_quota",
      status: 507,
      members: { used: 600, limit: 1_000, size: 401 },
    });
    await announce(400);
  });

  it("refuses at publishing what was uploaded without signing in; the upload stays", async () => {
    await makeFile(seller, { bytes: bytes(600) });
    await expect(makeFile(seller, { bytes: bytes(500) })).rejects.toMatchObject({ code: "seller_quota" });
    expect(await db().upload.count({ where: { state: "finished", size: 500n } })).toBe(1);
    expect(await readStoredBytes(db(), seller.sellerId)).toBe(600n);
  });

  it("of two files at once lets in what fits", async () => {
    const answers = await Promise.allSettled([600, 700].map((size) => makeFile(seller, { bytes: bytes(size) })));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("does not count bytes that are gone", async () => {
    const file = await makeFile(seller, { bytes: bytes(900) });
    await db().fileVersion.updateMany({ where: { fileId: file.id }, data: { bytesGoneAt: now } });
    await announce(1_000);
  });

  it("is the operator's for this seller, if one was chosen, and what is stored beyond it stays", async () => {
    await makeFile(seller, { bytes: bytes(900) });
    await setQuota(seller.sellerId, 500, by, now);
    await expect(announce(1)).rejects.toMatchObject({ code: "seller_quota" });
    await setQuota(seller.sellerId, 5_000, by, now);
    await announce(4_100);
    await setQuota(seller.sellerId, null, by, now);
    await expect(announce(101)).rejects.toMatchObject({ code: "seller_quota" });
  });

  it.each([
    ["where only named sellers may sell", (address: string) => address],
    ["for sellers named beside everybody", (address: string) => `open ${address}`],
  ])("of the settings does not hold %s", async (_what, sellers) => {
    set({ SELLER_QUOTA: "1000", SELLERS: sellers(seller.address) });
    await announce(50_000);
  });

  it("is none without the setting", async () => {
    set({});
    await announce(50_000);
  });
});
