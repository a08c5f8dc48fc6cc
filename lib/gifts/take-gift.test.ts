import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { countDownload, flushDownloads } from "@/lib/entitlements/downloads";
import { newSecret } from "@/lib/ids";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { removeFile } from "@/lib/products/files/remove-file";
import { purchase } from "@/lib/shop/purchase/purchase";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { endGift } from "./end-gift";
import { listGifts } from "./list-gifts";
import { makeGifts } from "./make-gifts";
import type { MakeGifts } from "./schema";
import { lookAtGift, takeGift } from "./take-gift";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let seller: Awaited<ReturnType<typeof makeSeller>>;
let fileId: string;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  database = await freshDatabase();
  seller = await makeSeller();
});
afterAll(() => database.close());
beforeEach(async () => {
  fileId = (await makeFile(seller, { title: "A report" })).id;
});

const now = () => new Date();
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

async function give(wanted: Partial<MakeGifts> = {}) {
  const { gifts } = await makeGifts(seller.sellerId, fileId, { count: 1, label: "Noor", ...wanted }, now());
  return gifts.map((gift) => ({ ...gift, token: gift.url.split("#")[1] ?? "" }));
}

async function giveOne(wanted: Partial<MakeGifts> = {}) {
  const [gift] = await give(wanted);
  if (!gift) throw new Error("no gift");
  return gift;
}

const open = (claimToken: string, at = now()) =>
  purchase({
    fileId,
    claimToken,
    payment: null,
    signIn: null,
    chosenClaimToken: null,
    ticket: null,
    sellerId: null,
    now: at,
  });

describe("a gift link", () => {
  it("says what it is for as often as it is viewed, and gives the file to the first person who takes it", async () => {
    const { token } = await giveOne();
    expect(await lookAtGift(token, now())).toMatchObject({ fileId, title: "A report", size: 12 });
    expect(await lookAtGift(token, now())).toMatchObject({ fileId });
    const claimToken = newSecret();
    expect((await open(claimToken)).kind).toBe("payment-required");
    const { body, cookies } = await takeGift({ token, claimToken }, now());
    expect(body).toMatchObject({ fileId, recoveryUrl: `http://localhost:3000/r#${claimToken}` });
    expect(cookies.join()).toContain(claimToken);
    expect(await open(claimToken)).toMatchObject({ kind: "granted", access: "gift", payment: null });
  });

  it("is for one person: of ten at once one gets it, and the others read why not", async () => {
    const { token } = await giveOne();
    const keys = Array.from({ length: 10 }, newSecret);
    const ends = await Promise.allSettled(keys.map((claimToken) => takeGift({ token, claimToken }, now())));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "gift_taken" });
    const opened = await Promise.all(keys.map(async (key) => (await open(key)).kind));
    expect(opened.filter((kind) => kind === "granted")).toHaveLength(1);
    await expect(lookAtGift(token, now())).rejects.toMatchObject({ code: "gift_taken" });
  });

  it("returns the same to the same person who asks again after a lost response", async () => {
    const { token } = await giveOne();
    const claimToken = newSecret();
    await takeGift({ token, claimToken }, now());
    expect((await takeGift({ token, claimToken }, now())).body.fileId).toBe(fileId);
  });

  it("opens on a second device by the recovery link", async () => {
    const { token } = await giveOne();
    const claimToken = newSecret();
    await takeGift({ token, claimToken }, now());
    expect((await exchangeClaimToken(claimToken, now())).body).toMatchObject({ fileId, pending: false });
  });

  it("takes no claim token that opens something else", async () => {
    const [one, other] = await give({ count: 2 });
    const claimToken = newSecret();
    await takeGift({ token: one?.token ?? "", claimToken }, now());
    await expect(takeGift({ token: other?.token ?? "", claimToken }, now())).rejects.toMatchObject({
      code: "malformed_request",
    });
    expect(await lookAtGift(other?.token ?? "", now())).toMatchObject({ fileId });
  });

  it("leaves no secret in the database, and has at least 128 random bits", async () => {
    const { token } = await giveOne();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const rows = JSON.stringify([await db().gift.findMany(), await db().entitlement.findMany()]);
    expect(rows).not.toContain(token);
  });
});

describe("the seller", () => {
  it("makes several at once and sees what became of each, and how often it was downloaded", async () => {
    const gifts = await give({ count: 3, label: "  Re\u202Eviewers " });
    const claimToken = newSecret();
    await takeGift({ token: gifts[0]?.token ?? "", claimToken }, now());
    const opened = await open(claimToken);
    countDownload((opened.kind === "granted" && opened.grant?.id) || "");
    const seen = async () => {
      const list = await listGifts(seller.sellerId, fileId, now());
      expect(list).toMatchObject({ total: 3, taken: 1 });
      return list.gifts.find(({ id }) => id === gifts[0]?.id);
    };
    expect(await seen()).toMatchObject({ label: "Reviewers", state: "taken", downloads: 1 });
    await flushDownloads(now());
    expect(await seen()).toMatchObject({ downloads: 1 });
  });

  it("ends a gift, taken or not: then it gives no access, and its owner is told", async () => {
    const [open1, taken] = await give({ count: 2 });
    const claimToken = newSecret();
    await takeGift({ token: taken?.token ?? "", claimToken }, now());
    for (const gift of [open1, taken]) await endGift(seller.sellerId, gift?.id ?? "", now());
    await endGift(seller.sellerId, taken?.id ?? "", now());
    expect((await open(claimToken)).kind).toBe("payment-required");
    await expect(exchangeClaimToken(claimToken, now())).rejects.toMatchObject({ code: "access_withdrawn" });
    await expect(takeGift({ token: open1?.token ?? "", claimToken: newSecret() }, now())).rejects.toMatchObject({
      code: "gift_ended",
      detail: "The seller has ended this gift.",
    });
  });

  it("can give, see and end nothing of another seller's file", async () => {
    const gift = await giveOne();
    const stranger = (await makeSeller()).sellerId;
    await expect(makeGifts(stranger, fileId, { count: 1, label: "" }, now())).rejects.toMatchObject({
      code: "file_not_found",
    });
    await expect(listGifts(stranger, fileId, now())).rejects.toMatchObject({ code: "file_not_found" });
    await expect(endGift(stranger, gift.id, now())).rejects.toMatchObject({ code: "gift_not_found" });
    expect(await lookAtGift(gift.token, now())).toMatchObject({ fileId });
  });

  it("chooses until when: a date to come within a year", async () => {
    const until = later(3 * DAY).toISOString();
    const { token } = await giveOne({ until });
    const claimToken = newSecret();
    await takeGift({ token, claimToken }, now());
    expect((await open(claimToken, later(4 * DAY))).kind).toBe("payment-required");
    await expect(lookAtGift(token, later(4 * DAY))).rejects.toMatchObject({ code: "gift_ended" });
    for (const wrong of [later(-1), later(366 * DAY)]) {
      await expect(give({ until: wrong.toISOString() })).rejects.toMatchObject({ code: "invalid_date" });
    }
  });
});

describe("the bytes", () => {
  it("are kept for a gift that nobody has taken yet, also when the file is deleted, and go when it ends", async () => {
    const gift = await giveOne();
    await removeFile(seller.sellerId, fileId, now());
    const gone = async () => (await db().fileVersion.findFirstOrThrow({ where: { fileId } })).bytesGoneAt;
    await purgeFiles(later(DAY));
    expect(await gone()).toBeNull();
    const claimToken = newSecret();
    await takeGift({ token: gift.token, claimToken }, now());
    expect((await open(claimToken)).kind).toBe("granted");
    await endGift(seller.sellerId, gift.id, now());
    await purgeFiles(later(DAY));
    expect(await gone()).not.toBeNull();
    await expect(give()).rejects.toMatchObject({ code: "file_removed" });
  });
});
