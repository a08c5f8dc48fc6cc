import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { codeOf, crowd, inEmptyShop, letRest, rowOf } from "@/test/upload-shop";
import { type Created, callUploads, createUpload, sendPart } from "@/test/uploads";

inEmptyShop();

/** More than any disk has. */
const TOO_MUCH = 900_000_000_000_000n;
const longAgo = () => new Date(Date.now() - 11 * MINUTE);
let address = 0;
beforeEach(() => {
  address = 0;
});
const askElsewhere = () =>
  callUploads("POST", { headers: { "Upload-Length": "5", "x-filekiosk-peer": `203.0.113.${++address}` } });

async function expectFull(answer: Response) {
  expect(answer.status).toBe(507);
  expect(await codeOf(answer)).toBe("disk_full");
}

describe("room that somebody is paying for", () => {
  const reserve = () => {
    const ids = { orderId: newId(), offerId: newId() };
    const data = { ...ids, state: "reserved", kind: "upload", size: TOO_MUCH, days: 30, createdAt: new Date() };
    return db().storagePurchase.create({ data });
  };

  it("is given to no free upload, until the payment is given up", async () => {
    await reserve();
    await expectFull(await askElsewhere());
    await db().storagePurchase.updateMany({ data: { state: "released" } });
    expect((await askElsewhere()).status).toBe(201);
  });

  it("is given to no bytes of a free upload that goes on", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await letRest([upload], longAgo());
    forgetPerProcess("uploads.room");
    await reserve();
    await expectFull(await sendPart(upload, 4, Buffer.from("567890")));
    await db().storagePurchase.updateMany({ data: { state: "released" } });
    expect((await sendPart(upload, 4, Buffer.from("567890"))).status).toBe(204);
  });
});

describe("an upload that was paid for", () => {
  async function paidFor(size?: bigint): Promise<Created> {
    const upload = await createUpload(5, "a", { "x-filekiosk-peer": "192.0.2.200" });
    await letRest([upload], longAgo());
    await db().upload.update({ where: { id: upload.id }, data: { paidDays: 30, ipPrefix: "", ...(size && { size }) } });
    return upload;
  }

  it("keeps its room although it rests", async () => {
    const { id } = await paidFor(TOO_MUCH);
    await expectFull(await askElsewhere());
    await db().upload.delete({ where: { id } });
    expect((await askElsewhere()).status).toBe(201);
  });

  it("makes way for nobody, and takes no place of others", async () => {
    const upload = await paidFor();
    await crowd(499, new Date());
    expect((await askElsewhere()).status).toBe(201);
    expect(await codeOf(await askElsewhere())).toBe("upload_quota");
    expect(await rowOf(upload)).toMatchObject({ state: "receiving" });
  });
});
