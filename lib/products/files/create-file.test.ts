import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { createUpload, sendPart, uploadBytes } from "@/test/uploads";
import { createFile } from "./create-file";
import { findFile } from "./find-file";
import type { CreateFile } from "./schema";

let close: () => Promise<void>;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  await db().upload.deleteMany({ where: { state: { not: "used" } } });
  seller = await makeSeller();
});
afterAll(() => close());

const now = new Date();
const bytes = Buffer.from("twelve bytes");

async function input(changes: Partial<CreateFile> = {}, name?: string): Promise<CreateFile> {
  const { id: uploadId, token: uploadToken } = await uploadBytes(bytes, name);
  return { uploadId, uploadToken, price: "0.50", ...changes };
}

describe("putting a file up for sale", () => {
  it("keeps what the upload was and what the seller said", async () => {
    const until = new Date(now.getTime() + 10 * DAY).toISOString();
    const wanted = await input(
      { price: "1.25", title: " My file ", description: "Two\nlines", onSaleUntil: until },
      "my file.txt",
    );
    const file = await createFile(seller, wanted, now);
    expect(file).toMatchObject({
      url: `http://localhost:3000/f/${file.id}`,
      state: "on-sale",
      name: "my file.txt",
      title: "My file",
      description: "Two\nlines",
      size: 12,
      mediaType: "text/plain",
      price: "1.25",
      priceMicroUsd: "1250000",
      free: false,
      seller: { address: seller.address, name: null },
      onSaleUntil: until,
      downloadDays: 30,
      paused: false,
      sales: 0,
      received: "0.00",
    });
    expect(file.offers).toEqual([
      expect.objectContaining({ network: "eip155:31337", symbol: "USDC", amount: "1250000", payTo: seller.address }),
    ]);
    const stored = await findFile(file.id);
    expect(stored?.version.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(await storage().size(stored?.version.storageKey ?? "")).toBe(12);
    expect(stored?.payableTerms).toEqual([stored?.terms]);
  });

  it("is on sale for 30 days under the file's name when nothing else is said", async () => {
    const file = await createFile(seller, await input({}, "song.txt"), now);
    expect(file).toMatchObject({ title: "song", description: "" });
    expect(file.onSaleUntil).toBe(new Date(now.getTime() + 30 * DAY).toISOString());
  });

  it("shortens a long name to a title between characters", async () => {
    const file = await createFile(seller, await input({}, `${"a".repeat(118)}👨‍👩‍👧.txt`), now);
    expect(file.title).toBe("a".repeat(118));
    expect(file.name.endsWith(".txt")).toBe(true);
  });

  it("cleans hidden characters out of title and description, and names the file by its name if no title is left", async () => {
    const file = await createFile(
      seller,
      await input({ title: "\u202e\u0000\u200b", description: "a\u0007b\u2066c" }, "n.txt"),
      now,
    );
    expect(file).toMatchObject({ title: "n", description: "abc" });
  });

  it("is free only when the price is said to be 0", async () => {
    expect(await createFile(seller, await input({ price: "0" }), now)).toMatchObject({
      free: true,
      offers: [],
      price: "0.00",
    });
  });

  it("pays to the payout address, which may differ from the wallet that signed in", async () => {
    const payTo = `0x${"9".repeat(40)}`;
    const file = await makeFile(await makeSeller({ payTo }));
    expect(file.offers[0]?.payTo).toBe(payTo);
  });
});

describe("an upload", () => {
  it("becomes one file, once, and its seller learns which", async () => {
    const wanted = await input();
    const file = await createFile(seller, wanted, now);
    await expect(createFile(seller, wanted, now)).rejects.toMatchObject({
      code: "upload_already_used",
      members: { fileId: file.id, url: file.url },
    });
    const thief = await makeSeller();
    await expect(createFile(thief, wanted, now)).rejects.toMatchObject({ code: "upload_already_used", members: {} });
  });

  it("becomes one file when many ask at once", async () => {
    const wanted = await input();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => createFile(seller, wanted, now)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "upload_already_used" });
    }
    expect(await db().file.count({ where: { sellerId: seller.sellerId } })).toBe(1);
    expect(await db().terms.count({ where: { file: { sellerId: seller.sellerId } } })).toBe(1);
  });

  it("has no owner without its token", async () => {
    const wanted = await input();
    const other = await input();
    for (const uploadToken of ["wrong", other.uploadToken]) {
      await expect(createFile(seller, { ...wanted, uploadToken }, now)).rejects.toMatchObject({
        code: "upload_not_found",
      });
    }
    await expect(createFile(seller, { ...wanted, uploadId: "nothing" }, now)).rejects.toMatchObject({
      code: "upload_not_found",
    });
  });

  it("is not for sale before its last byte", async () => {
    const { id: uploadId, token: uploadToken } = await createUpload(12);
    await sendPart({ id: uploadId, token: uploadToken }, 0, bytes.subarray(0, 11));
    const wanted = { uploadId, uploadToken, price: "0.50" };
    await expect(createFile(seller, wanted, now)).rejects.toMatchObject({ code: "upload_incomplete", status: 409 });
    await sendPart({ id: uploadId, token: uploadToken }, 11, bytes.subarray(11));
    expect(await createFile(seller, wanted, now)).toMatchObject({ size: 12 });
  });

  it("is not for sale when its bytes are gone", async () => {
    const wanted = await input();
    const row = await db().upload.findUniqueOrThrow({ where: { id: wanted.uploadId } });
    await storage().remove(row.storageKey);
    await expect(createFile(seller, wanted, now)).rejects.toMatchObject({ code: "file_unavailable", status: 503 });
  });

  it("stays usable when the file is refused", async () => {
    const wanted = await input();
    await expect(createFile(seller, { ...wanted, price: "0.001" }, now)).rejects.toMatchObject({
      code: "invalid_price",
    });
    await expect(createFile(seller, { ...wanted, onSaleUntil: "2020-01-01T00:00:00Z" }, now)).rejects.toMatchObject({
      code: "invalid_date",
    });
    await expect(createFile({ ...seller, sellerId: "gone" }, wanted, now)).rejects.toMatchObject({
      code: "sign_in_required",
    });
    expect(await createFile(seller, wanted, now)).toMatchObject({ state: "on-sale" });
  });
});

describe("who may sell", () => {
  it("is the operator's choice", async () => {
    const wanted = await input();
    process.env.SELLERS = `0x${"c".repeat(40)}`;
    resetSettings();
    try {
      await expect(createFile(seller, wanted, now)).rejects.toMatchObject({ code: "seller_not_allowed", status: 403 });
      process.env.SELLERS = seller.address.toUpperCase().replace("0X", "0x");
      resetSettings();
      expect(await createFile(seller, wanted, now)).toMatchObject({ state: "on-sale" });
    } finally {
      delete process.env.SELLERS;
      resetSettings();
    }
  });

  it("is not a contract that could not be paid here, unless the file is free", async () => {
    const elsewhere = await makeSeller({ chainId: 8453 });
    const wanted = await input();
    await expect(createFile(elsewhere, wanted, now)).rejects.toMatchObject({ code: "seller_not_allowed" });
    expect(await createFile(elsewhere, { ...wanted, price: "0" }, now)).toMatchObject({ free: true });
    expect(await makeFile(await makeSeller({ chainId: 31337 }))).toMatchObject({ free: false });
  });
});
