import { symlink } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { makePartsFolder, partPath } from "@/lib/uploads/bytes/upload-file";
import { cancel, codeOf, countUploads, crowd, expectFinished, inEmptyShop, rowOf } from "@/test/upload-shop";
import { type Created, callUploads, createUpload, sendPart, signedIn } from "@/test/uploads";

inEmptyShop();

describe("room", () => {
  it("refuses the eleventh upload of a stranger, and of nobody else", async () => {
    for (let count = 0; count < 10; count++) await createUpload(1);
    const refused = await callUploads("POST", { headers: { "Upload-Length": "1" } });
    expect(refused.status).toBe(429);
    expect(await codeOf(refused)).toBe("upload_quota_unsigned");
    await createUpload(1, "a", { "x-filekiosk-peer": "192.0.2.2" });
  });

  it("counts an IPv6 subscriber once", async () => {
    for (let count = 0; count < 10; count++)
      await createUpload(1, "a", { "x-filekiosk-peer": `2001:db8:1:2::${count + 1}` });
    const neighbour = { "Upload-Length": "1", "x-filekiosk-peer": "2001:db8:1:2:ffff::1" };
    expect((await callUploads("POST", { headers: neighbour })).status).toBe(429);
    await createUpload(1, "a", { "x-filekiosk-peer": "2001:db8:1:3::1" });
  });

  it("counts an IPv6 site as four subscribers, in rows of before as well", async () => {
    for (let count = 0; count < 40; count++)
      await createUpload(1, "a", { "x-filekiosk-peer": `2001:db8:1:${count % 8}::1` });
    const neighbour = { "Upload-Length": "1", "x-filekiosk-peer": "2001:db8:1:ffff::1" };
    expect((await callUploads("POST", { headers: neighbour })).status).toBe(429);
    await createUpload(1, "a", { "x-filekiosk-peer": "2001:db8:2:1::1" });
  });

  it("holds when thirty ask at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => callUploads("POST", { headers: { "Upload-Length": "1" } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(await countUploads()).toBe(10);
  });

  it("refuses what would fill the disk, before the first byte", async () => {
    process.env.MIN_FREE_SPACE = "900TB";
    resetSettings();
    try {
      const response = await callUploads("POST", { headers: { "Upload-Length": "5" } });
      expect(response.status).toBe(507);
      expect(await codeOf(response)).toBe("disk_full");
      expect(await countUploads()).toBe(0);
    } finally {
      process.env.MIN_FREE_SPACE = "1MB";
      resetSettings();
    }
  });

  it("stops a part when something else has filled the disk meanwhile", async () => {
    const upload = await createUpload(10);
    process.env.MIN_FREE_SPACE = "900TB";
    resetSettings();
    try {
      expect((await sendPart(upload, 0, Buffer.from("1234"))).status).toBe(507);
    } finally {
      process.env.MIN_FREE_SPACE = "1MB";
      resetSettings();
    }
    expect((await sendPart(upload, 0, Buffer.from("1234567890"))).status).toBe(204);
  });

  it.runIf(process.platform === "linux")("says that the disk is full when writing finds it so", async () => {
    const upload = await createUpload(10);
    await makePartsFolder();
    await symlink("/dev/full", partPath(upload.id));
    const response = await sendPart(upload, 0, Buffer.from("1234"));
    expect(response.status).toBe(507);
    expect(await codeOf(response)).toBe("disk_full");
  });

  it("gives strangers' room back when they cancel", async () => {
    const uploads: Created[] = [];
    for (let count = 0; count < 10; count++) uploads.push(await createUpload(1));
    const [first] = uploads as [Created];
    await cancel(first);
    await createUpload(1);
  });
});

describe("a crowd of strangers", () => {
  const seller = { sellerId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
  const newcomer = { sellerId: "newcomer", address: `0x${"b".repeat(40)}`, chainId: 0 };
  const one = { "Upload-Length": "1000" };
  beforeEach(async () => {
    for (const { sellerId: id, address } of [seller, newcomer]) {
      await db().seller.create({ data: { id, address, payTo: address, createdAt: new Date() } });
    }
    await db().earnings.create({ data: { id: seller.sellerId, sales: 1, microUsd: 250_000n } });
  });

  it("that takes every slot it can get locks out newcomers, but no seller who has sold here", async () => {
    await crowd(500, new Date());
    for (const headers of [{}, await signedIn(newcomer)]) {
      const refused = await callUploads("POST", { headers: { ...one, ...headers } });
      expect(refused.status).toBe(429);
      expect(await codeOf(refused)).toBe("upload_quota");
    }
    const upload = await createUpload(5, "a", await signedIn(seller));
    await sendPart(upload, 0, Buffer.from("bytes"));
    await expectFinished(upload, Buffer.from("bytes"));
  });

  it("of new wallets has at one address what strangers have", async () => {
    const session = (index: number) => ({ ...newcomer, sellerId: `wallet-${index}` });
    for (let index = 0; index < 2; index++) {
      const { sellerId: id } = session(index);
      const address = `0x${String(index).repeat(40)}`;
      await db().seller.create({ data: { id, address, payTo: address, createdAt: new Date() } });
      for (let count = 0; count < 5; count++)
        await createUpload(1, "a", await signedIn({ ...session(index), address }));
    }
    const refused = await callUploads("POST", { headers: { ...one, ...(await signedIn(newcomer)) } });
    expect(await codeOf(refused)).toBe("upload_quota");
    await createUpload(1, "a", { ...(await signedIn(newcomer)), "x-filekiosk-peer": "192.0.2.2" });
  });

  it("of wallets that bought from themselves locks out nobody: who finds no place among sellers has one among strangers", async () => {
    await crowd(500, new Date());
    await db().upload.updateMany({ data: { sellerId: seller.sellerId } });
    for (const { sellerId: id, headers } of [
      { sellerId: null, headers: {} },
      { sellerId: null, headers: await signedIn(seller) },
      { sellerId: "newcomer", headers: await signedIn(newcomer) },
    ]) {
      expect(await rowOf(await createUpload(5, "a", headers))).toMatchObject({ sellerId: id });
    }
  });

  it("locks out no seller whom the operator named, who need not have sold", async () => {
    await crowd(500, new Date());
    process.env.SELLERS = `open, ${newcomer.address}`;
    resetSettings();
    try {
      const upload = await createUpload(5, "a", await signedIn(newcomer));
      const { headers } = await sendPart(upload, 0, Buffer.from("1234"));
      expect(Date.parse(headers.get("upload-expires") ?? "") - Date.now()).toBeGreaterThan(71 * HOUR);
    } finally {
      delete process.env.SELLERS;
      resetSettings();
    }
  });

  it("that sends no byte is gone after half an hour, swept or not", async () => {
    await crowd(500, new Date(Date.now() - 31 * MINUTE));
    await createUpload(5);
    await createUpload(5, "a", await signedIn(newcomer));
    // None of them had to make way: they had not been counted.
    expect(await db().upload.count()).toBe(502);
  });

  it("at one address has a way out, and is told the truth about it", async () => {
    for (let count = 0; count < 10; count++) await createUpload(1);
    const refused = await callUploads("POST", { headers: one });
    expect(await refused.json()).toMatchObject({
      code: "upload_quota_unsigned",
      title: expect.stringContaining("Sign in"),
    });
    await createUpload(1, "a", await signedIn(newcomer));
  });
});

describe("where only certain wallets may sell", () => {
  const seller = { sellerId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
  const stranger = { sellerId: "stranger", address: `0x${"b".repeat(40)}`, chainId: 0 };
  beforeEach(async () => {
    process.env.SELLERS = seller.address;
    resetSettings();
    const now = new Date();
    for (const { sellerId: id, address } of [seller, stranger]) {
      await db().seller.create({ data: { id, address, payTo: address, createdAt: now } });
    }
    return () => {
      delete process.env.SELLERS;
      resetSettings();
    };
  });

  it("only they may upload, after signing in", async () => {
    const length = { "Upload-Length": "5" };
    expect(await codeOf(await callUploads("POST", { headers: length }))).toBe("sign_in_required");
    const refused = await callUploads("POST", { headers: { ...length, ...(await signedIn(stranger)) } });
    expect(refused.status).toBe(403);
    expect(await codeOf(refused)).toBe("seller_not_allowed");
    const { id } = await createUpload(5, "a", await signedIn(seller));
    expect(await rowOf({ id })).toMatchObject({ sellerId: "seller" });
  });

  it("the upload continues when the session has ended", async () => {
    const upload = await createUpload(5, "a", await signedIn(seller));
    expect((await sendPart(upload, 0, Buffer.from("bytes"))).status).toBe(204);
    await expectFinished(upload, Buffer.from("bytes"));
  });
});
