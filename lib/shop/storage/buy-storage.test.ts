import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { makeOffer } from "@/lib/products/storage/make-offer";
import { resetSettings } from "@/lib/settings/settings";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { OPERATOR, openStorageShop, type StorageShop } from "@/test/storage-shop";

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
});
afterAll(() => shop?.close());

const kept = async (fileId: string) => (await db().file.findUniqueOrThrow({ where: { id: fileId } })).keptUntil;
const orders = () => db().order.count({ where: { productKind: "storage" } });

describe("room for an upload", () => {
  it("is offered for exactly these bytes and days, without a row", async () => {
    const before = await orders();
    const asked = await shop.create({ size: 2_400_000_000, days: 60 });
    expect(asked).toMatchObject({ status: 402, code: "payment_required" });
    // 2.4 GB x 60 days x $0.03 / (1 GB x 30 days)
    expect(asked.challenge?.accepts).toMatchObject([{ amount: "144000", payTo: expect.stringMatching(/^0x/) }]);
    expect(asked.challenge?.accepts[0]?.payTo.toLowerCase()).toBe(OPERATOR);
    expect(asked.challenge?.resource.url).toContain("/api/uploads?offer=");
    expect(await orders()).toBe(before);
    expect(await db().storageOffer.count()).toBe(0);
    expect(await db().upload.count()).toBe(0);
  });

  it("costs the lowest price of a network where its own is lower", async () => {
    const asked = await shop.create({ size: 1, days: 1 });
    expect(asked.challenge?.accepts[0]?.amount).toBe("10000");
  });

  it("is paid for once, and takes exactly the bytes that were paid for", async () => {
    const [before, token, bytes] = [await shop.earned(), newSecret(), randomBytes(3_000)];
    const of = { size: 3_000, days: 60, name: "mine.bin" };
    const { headers } = await shop.pay(await shop.create(of, { "upload-token": token }));
    const made = await shop.create(of, { "upload-token": token, ...headers });
    expect(made).toMatchObject({ status: 201, token });
    expect(made.headers.get("payment-response")).not.toBeNull();
    expect(made.headers.get("payment-id")).not.toBeNull();
    expect(await shop.earned()).toBe(before + 10_000n);
    const id = made.uploadId ?? "";
    expect(await db().upload.findUnique({ where: { id } })).toMatchObject({
      paidDays: 60,
      name: "mine.bin",
      size: 3_000n,
    });
    expect(await shop.send(id, token, randomBytes(3_001))).toMatchObject({ status: 400, code: "wrong_length" });
    expect(await shop.send(id, token, bytes)).toMatchObject({ status: 204 });
    const again = await shop.create(of, { "upload-token": token, ...headers });
    expect(again).toMatchObject({ status: 409, code: "payment_known", token: null });
    expect(await shop.earned()).toBe(before + 10_000n);
  });

  it("paid for by a client that lost the answer and signs again: one charge, one upload, a new token", async () => {
    const [before, count] = [await shop.earned(), await db().upload.count()];
    const of = { size: 5_000, days: 30, name: "lost.bin" };
    const first = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    const second = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.uploadId).toBe(first.uploadId);
    expect(second.token).not.toBe(first.token);
    expect(await shop.earned()).toBe(before + 10_000n);
    expect(await db().upload.count()).toBe(count + 1);
    const id = first.uploadId ?? "";
    expect(await shop.send(id, first.token ?? "", randomBytes(5_000))).toMatchObject({ status: 404 });
    expect(await shop.send(id, second.token ?? "", randomBytes(5_000))).toMatchObject({ status: 204 });
  });

  it("of another request, or with another Idempotency-Key, is another room", async () => {
    const of = { size: 5_000, days: 30, name: "twice.bin" };
    const ids = new Set<string | null>();
    for (const headers of [{}, { "idempotency-key": "one" }, { "idempotency-key": "two" }] as Record<
      string,
      string
    >[]) {
      const paid = await shop.pay(await shop.create(of, headers));
      ids.add((await shop.create(of, { ...headers, ...paid.headers })).uploadId);
    }
    expect(ids.size).toBe(3);
  });

  it("that has bytes is neither given to a repeated request nor charged again, until it asks for another one", async () => {
    const of = { size: 5_000, days: 30, name: "begun.bin" };
    const token = newSecret();
    const first = await shop.create(of, { "upload-token": token, ...(await shop.pay(await shop.create(of))).headers });
    const before = await shop.earned();
    await shop.send(first.uploadId ?? "", token, randomBytes(10));
    for (const chosen of [{ "upload-token": token }, {}] as Record<string, string>[]) {
      const again = await shop.create(of, { ...chosen, ...(await shop.pay(await shop.create(of))).headers });
      expect(again).toMatchObject({ status: 409, code: "upload_has_bytes", token: null });
    }
    expect(await shop.earned()).toBe(before);
    const key = { "idempotency-key": "another one" };
    const other = await shop.create(of, { ...key, ...(await shop.pay(await shop.create(of, key))).headers });
    expect(other.status).toBe(201);
    expect(other.uploadId).not.toBe(first.uploadId);
  });

  it("may have a token that its client sends again, and no other upload's", async () => {
    const of = { size: 5_000, days: 30, name: "token.bin" };
    const token = { "upload-token": newSecret() };
    const first = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    for (let time = 0; time < 2; time += 1) {
      const again = await shop.create(of, { ...token, ...(await shop.pay(await shop.create(of))).headers });
      expect(again).toMatchObject({ status: 201, uploadId: first.uploadId, token: token["upload-token"] });
    }
    const other = { ...of, name: "other token.bin" };
    const paid = await shop.pay(await shop.create(other));
    const refused = await shop.create(other, { ...token, ...paid.headers });
    expect(refused).toMatchObject({ status: 400, code: "malformed_request" });
    expect(await shop.create(other, paid.headers)).toMatchObject({ status: 201 });
  });

  it("twenty at once by one wallet: one charge", async () => {
    const before = await shop.earned();
    const of = { size: 5_000, days: 30, name: "crowd.bin" };
    const paid = await Promise.all(Array.from({ length: 20 }, async () => shop.pay(await shop.create(of))));
    const made = await Promise.all(paid.map(({ headers }) => shop.create(of, headers)));
    expect(new Set(made.flatMap(({ uploadId }) => uploadId ?? [])).size).toBe(1);
    expect(await shop.earned()).toBe(before + 10_000n);
  });

  it("is kept a week without bytes, and then as many days as were paid for", async () => {
    const of = { size: 4_000, days: 90, name: "later.bin" };
    const { uploadId, token } = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    const id = uploadId ?? "";
    const later = (days: number) => new Date(Date.now() + days * DAY);
    await sweepUploads(later(6.9));
    expect(await db().upload.count({ where: { id } })).toBe(1);
    await shop.send(id, token ?? "", randomBytes(4_000));
    await expect.poll(() => db().upload.findUnique({ where: { id } })).toMatchObject({ state: "finished" });
    await sweepUploads(later(89.9));
    expect(await db().upload.count({ where: { id } })).toBe(1);
    await sweepUploads(later(90.1));
    expect(await db().upload.count({ where: { id } })).toBe(0);
  });

  it.each([
    [{ size: 0 }, 400, "empty_file"],
    [{ size: "9223372036854775808" }, 413, "file_too_large"],
    [{ size: -1 }, 400, "malformed_request"],
    [{ days: 0 }, 400, "invalid_days"],
    [{ days: "1.5" }, 400, "invalid_days"],
    [{ days: 100_000 }, 400, "invalid_days"],
    [{ days: "-3" }, 400, "invalid_days"],
    [{ days: "ten" }, 400, "invalid_days"],
  ])("of %j is refused: %i %s", async (of, status, code) => {
    expect(await shop.create(of)).toMatchObject({ status, code, challenge: null });
  });

  it("beyond the disk is refused uncharged", async () => {
    const before = await shop.earned();
    const of = { size: 19_000_000_000, days: 1 };
    const asked = await shop.create(of);
    process.env.MIN_FREE_SPACE = "900TB";
    resetSettings();
    try {
      const paid = await shop.pay(asked);
      expect(await shop.create({ ...of, name: "big.bin" }, paid.headers)).toMatchObject({ status: 402 });
      const named = { ...of, name: "big.bin" };
      const again = await shop.create(named, (await shop.pay(await shop.create(named))).headers);
      expect(again).toMatchObject({ status: 507, code: "storage_full", challenge: null });
    } finally {
      process.env.MIN_FREE_SPACE = "1MB";
      resetSettings();
    }
    expect(await shop.earned()).toBe(before);
  });
});

describe("an offer of storage", () => {
  const of = { size: 7_000, days: 30, name: "offer.bin" };

  it("holds after the operator raised the price, and not after ten minutes", async () => {
    const before = await shop.earned();
    const large = { ...of, size: 1_000_000_000 };
    const paid = await shop.pay(await shop.create(large));
    process.env.STORAGE_PRICE = "5";
    resetSettings();
    expect((await shop.create(large)).challenge?.accepts[0]?.amount).toBe("5000000");
    expect(await shop.create(large, paid.headers)).toMatchObject({ status: 201 });
    process.env.STORAGE_PRICE = "0.03";
    resetSettings();
    expect(await shop.earned()).toBe(before + 30_000n);
  });

  it("that has run out is refused with a new one, uncharged", async () => {
    const before = await shop.earned();
    const asked = await shop.create(of);
    const [way] = asked.challenge?.accepts ?? [];
    if (!way) throw new Error("no way to pay");
    const { sealed, offer } = makeOffer(
      {
        ...{ kind: "upload", targetId: null, fileId: null, size: 7_000n, days: 30, name: "offer.bin" },
        requestKey: (await unsealed(String(way.extra.offer))).requestKey,
      },
      new Date(Date.now() - 11 * MINUTE),
    );
    const accepted = { ...way, extra: { ...way.extra, offer: sealed, offerId: offer.offerId } };
    const paid = await shop.pay(asked, undefined, { accepted });
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 402, code: "storage_offer_ended" });
    expect(await shop.earned()).toBe(before);
  });

  it("named by the resource's URL alone is enough", async () => {
    const asked = await shop.create({ ...of, name: "by-url.bin" });
    const [way] = asked.challenge?.accepts ?? [];
    if (!way) throw new Error("no way to pay");
    const { offer: _, offerId: __, ...extra } = way.extra;
    const paid = await shop.pay(asked, undefined, { accepted: { ...way, extra } });
    expect(await shop.create({ ...of, name: "by-url.bin" }, paid.headers)).toMatchObject({ status: 201 });
  });

  it.each([
    ["of another upload", { name: "other.bin" }],
    ["of fewer bytes", { size: 6_999 }],
    ["of fewer days", { days: 29 }],
  ])("%s is refused, uncharged", async (_what, other) => {
    const before = await shop.earned();
    const paid = await shop.pay(await shop.create({ ...of, ...other }));
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 402, code: "storage_offer_refused" });
    expect(await shop.earned()).toBe(before);
  });

  it("that somebody changed, or another server made, is refused, uncharged", async () => {
    const before = await shop.earned();
    const asked = await shop.create(of);
    const [way] = asked.challenge?.accepts ?? [];
    if (!way) throw new Error("no way to pay");
    const sealed = String(way.extra.offer);
    const [text = "", id = ""] = sealed.split(".");
    const cheaper = Buffer.from(text, "base64url").toString().replace('"10000"', '"1"');
    for (const offer of [
      `${Buffer.from(cheaper).toString("base64url")}.${id}`,
      `${text}.${newId()}`,
      "",
      "x.y.z",
      `${text}`,
    ]) {
      const accepted = { ...way, extra: { ...way.extra, offer } };
      const paid = await shop.pay(asked, undefined, { accepted, resourceUrl: "http://localhost:3000/api/uploads" });
      expect(await shop.create(of, paid.headers)).toMatchObject({ status: 402, code: "storage_offer_refused" });
    }
    expect(await shop.earned()).toBe(before);
  });
});

async function unsealed(sealed: string) {
  const { unsealOffer } = await import("@/lib/products/storage/sealed-offer");
  const offer = unsealOffer(sealed);
  if (!offer) throw new Error("not sealed here");
  return offer;
}

describe("a payment", () => {
  it("for a file is not one for storage, nor the other way round", async () => {
    const { id } = await shop.sell();
    const sale = await shop.sign(id);
    const of = { size: 7_000, days: 30, name: "mixed.bin" };
    expect(await shop.create(of, { "payment-signature": sale.header })).toMatchObject({
      status: 402,
      code: "resource_mismatch",
    });
    const stored = await shop.pay(await shop.create(of));
    expect(await shop.buy(id, { payment: stored.header })).toMatchObject({
      kind: "payment-rejected",
      code: "resource_mismatch",
    });
    expect((await shop.buy(id, { payment: sale.header })).kind).toBe("granted");
    expect(await shop.create(of, stored.headers)).toMatchObject({ status: 201 });
  });

  it("by the operator's own wallet is refused, and reserves nothing", async () => {
    const { seller } = shop.chain.accounts;
    process.env.STORAGE_PAY_TO = seller.address;
    resetSettings();
    await shop.chain.fund(seller.address, 1_000_000n);
    const before = await orders();
    const of = { size: 7_000, days: 30, name: "own.bin" };
    const paid = await shop.pay(await shop.create(of), seller);
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 403, code: "payer_is_operator" });
    expect(await orders()).toBe(before);
    process.env.STORAGE_PAY_TO = OPERATOR;
    resetSettings();
  });

  it("by a blocked wallet, or by a seller whose sales were stopped, is refused, and reserves nothing", async () => {
    const { stranger } = shop.chain.accounts;
    await shop.chain.fund(stranger.address, 1_000_000n);
    const address = stranger.address.toLowerCase();
    const of = { size: 7_000, days: 30, name: "blocked.bin" };
    const paid = await shop.pay(await shop.create(of), stranger);
    const before = await orders();
    const block = {
      id: newId(),
      kind: "wallet",
      value: address,
      reason: "spam",
      by: "command-line",
      createdAt: new Date(),
    };
    await db().block.create({ data: block });
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 403, code: "wallet_blocked" });
    await db().block.deleteMany();
    const seller = { id: newId(), address, payTo: address, createdAt: new Date(), suspendedAt: new Date() };
    await db().seller.create({ data: seller });
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 403, code: "seller_suspended" });
    await db().seller.delete({ where: { id: seller.id } });
    expect(await orders()).toBe(before);
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 201 });
  });

  it("with an empty wallet leaves no row, and can be presented again", async () => {
    const { owner } = shop.chain.accounts;
    const of = { size: 7_000, days: 30, name: "poor.bin" };
    const paid = await shop.pay(await shop.create(of), owner);
    const before = await orders();
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 402, code: "insufficient_funds" });
    expect(await orders()).toBe(before);
    await shop.chain.fund(owner.address, 10_000n);
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 201 });
  });
});

describe("an upload that is here", () => {
  async function uploaded() {
    const token = newSecret();
    const of = { size: 900, days: 1, name: `${newId()}.bin` };
    const paid = await shop.create(of, { "upload-token": token, ...(await shop.pay(await shop.create(of))).headers });
    return { id: paid.uploadId ?? "", token };
  }

  it("is kept for more days each time somebody pays, up to STORAGE_MAX_DAYS", async () => {
    const { id, token } = await uploaded();
    const asked = await shop.keep(id, token, { days: 100 });
    expect(asked).toMatchObject({ status: 402 });
    const paid = await shop.keep(id, token, { days: 100 }, (await shop.pay(asked)).headers);
    expect(paid).toMatchObject({ status: 200, body: { uploadId: id, days: 100, keptUntil: null, price: "0.01" } });
    expect(await db().upload.findUnique({ where: { id } })).toMatchObject({ paidDays: 101 });
    const beyond = await shop.keep(id, token, { days: 3_600 });
    const before = await shop.earned();
    expect(await shop.keep(id, token, { days: 3_600 }, (await shop.pay(beyond)).headers)).toMatchObject({
      status: 409,
      code: "storage_too_long",
    });
    expect(await shop.earned()).toBe(before);
  });

  it("is asked for by its token only", async () => {
    const { id } = await uploaded();
    expect(await shop.keep(id, newSecret(), { days: 10 })).toMatchObject({ status: 404, code: "upload_not_found" });
  });
});

describe("more time for a file", () => {
  async function keptFile(days = 20) {
    const { id } = await shop.sell();
    const keptUntil = new Date(Date.now() + days * DAY);
    await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
    return { id, keptUntil };
  }

  it("is bought by anybody, and counts from the end of what was paid for", async () => {
    const { id, keptUntil } = await keptFile();
    const before = await shop.earned();
    const asked = await shop.extend(id, 30);
    expect(asked.challenge?.resource.url).toContain(`/api/files/${id}/storage?offer=`);
    const paid = await shop.extend(id, 30, (await shop.pay(asked)).headers);
    expect(paid).toMatchObject({
      status: 200,
      body: { fileId: id, days: 30, price: "0.01", transaction: expect.any(String) },
    });
    expect((await kept(id))?.getTime()).toBe(keptUntil.getTime() + 30 * DAY);
    expect(await shop.earned()).toBe(before + 10_000n);
    const { onSaleUntil } = await db().file.findUniqueOrThrow({ where: { id } });
    expect((onSaleUntil?.getTime() ?? 0) - Date.now()).toBeLessThan(30 * DAY);
  });

  it("of a file that nobody paid for counts from now, and covers what was promised", async () => {
    const { id } = await shop.sell();
    expect(await shop.extend(id, 10)).toMatchObject({
      status: 400,
      code: "invalid_days",
      body: { leastDays: 60, mostDays: 3_650 },
    });
    const paid = await shop.extend(id, 70, (await shop.pay(await shop.extend(id, 70))).headers);
    expect(paid.status).toBe(200);
    expect(Math.round(((await kept(id))?.getTime() ?? 0) / DAY)).toBe(Math.round(Date.now() / DAY + 70));
  });

  it("that has become larger since it was offered is offered anew, uncharged", async () => {
    const { id } = await keptFile();
    const before = await shop.earned();
    const paid = await shop.pay(await shop.extend(id, 300));
    await db().file.update({ where: { id }, data: { keptBytes: 10_000_000_000n } });
    const again = await shop.extend(id, 300, paid.headers);
    expect(again).toMatchObject({ status: 402, code: "storage_offer_ended" });
    expect(again.challenge?.accepts[0]?.amount).toBe("3000000");
    expect(await shop.earned()).toBe(before);
  });

  it("asked for again by a client that lost the answer is not charged again", async () => {
    const { id, keptUntil } = await keptFile();
    const before = await shop.earned();
    await shop.extend(id, 30, (await shop.pay(await shop.extend(id, 30))).headers);
    const again = await shop.extend(id, 30, (await shop.pay(await shop.extend(id, 30))).headers);
    expect(again).toMatchObject({ status: 200, body: { days: 30 } });
    expect((await kept(id))?.getTime()).toBe(keptUntil.getTime() + 30 * DAY);
    expect(await shop.earned()).toBe(before + 10_000n);
    const key = { "idempotency-key": "once more" };
    await shop.extend(id, 30, { ...key, ...(await shop.pay(await shop.extend(id, 30, key))).headers });
    expect((await kept(id))?.getTime()).toBe(keptUntil.getTime() + 60 * DAY);
  });

  it("asked for again is still told, if no more can be bought", async () => {
    const { id, keptUntil } = await keptFile();
    const before = await shop.earned();
    const [first, second] = [
      await shop.pay(await shop.extend(id, 2_000)),
      await shop.pay(await shop.extend(id, 2_000)),
    ];
    for (const { headers } of [first, second])
      expect(await shop.extend(id, 2_000, headers)).toMatchObject({ status: 200 });
    expect(await shop.extend(id, 2_000)).toMatchObject({ status: 409, code: "storage_too_long", challenge: null });
    expect((await kept(id))?.getTime()).toBe(keptUntil.getTime() + 2_000 * DAY);
    expect(await shop.earned()).toBe(before + 10_000n);
  });

  it("by two at once at the cap: one is kept, the other refused uncharged", async () => {
    const { id } = await keptFile(3_600);
    const before = await shop.earned();
    const { stranger } = shop.chain.accounts;
    await shop.chain.fund(stranger.address, 1_000_000n);
    const signed = [await shop.pay(await shop.extend(id, 40)), await shop.pay(await shop.extend(id, 40), stranger)];
    const ends = await Promise.all(signed.map(({ headers }) => shop.extend(id, 40, headers)));
    expect(ends.map(({ code, status }) => code ?? status).sort()).toEqual([200, "storage_too_long"]);
    expect(await shop.earned()).toBe(before + 10_000n);
  });

  it.each([
    ["that never was", async () => newId(), 404, "file_not_found"],
    ["deleted", () => gone({ removedAt: new Date() }), 410, "file_removed"],
    ["whose bytes are gone", () => gone({ bytesGone: true }), 410, "bytes_gone"],
    ["of which only earlier versions are here", onlyEarlier, 410, "bytes_gone"],
    ["suspended", () => gone({ suspendedAt: new Date() }), 403, "file_suspended"],
    ["withheld", () => gone({ withheldAt: new Date(), suspendedAt: new Date() }), 451, "file_withheld"],
    ["whose seller forbids it", () => gone({ onlySellerExtends: true }), 403, "extending_forbidden"],
  ])("for one %s is refused", async (_what, make, status, code) => {
    expect(await shop.extend(await make(), 30)).toMatchObject({ status, code, challenge: null });
  });

  async function onlyEarlier(): Promise<string> {
    const { id } = await keptFile();
    await shop.replace(id, "new-buyers");
    const current = { fileId: id, replacedAt: null };
    await db().fileVersion.updateMany({ where: current, data: { bytesGoneAt: new Date() } });
    return id;
  }

  async function gone(data: object): Promise<string> {
    const { id } = await keptFile();
    await db().file.update({ where: { id }, data });
    return id;
  }

  it("that was deleted after the offer is refused uncharged, and what was paid before is still told", async () => {
    const { id } = await keptFile();
    const first = await shop.pay(await shop.extend(id, 30));
    await shop.extend(id, 30, first.headers);
    const key = { "idempotency-key": "later" };
    const late = await shop.pay(await shop.extend(id, 30, key));
    const before = await shop.earned();
    await db().file.update({ where: { id }, data: { removedAt: new Date() } });
    expect(await shop.extend(id, 30, { ...key, ...late.headers })).toMatchObject({ status: 410, code: "file_removed" });
    expect(await shop.extend(id, 30, first.headers)).toMatchObject({ status: 409, code: "payment_known" });
    expect(await shop.earned()).toBe(before);
  });

  it.each([0, 1.5, 100_000, -1, "30", null])("of %j days is refused", async (days) => {
    const { id } = await keptFile();
    const asked = await shop.extend(id, days);
    expect(asked.status).toBe(400);
    expect(["invalid_days", "invalid_input"]).toContain(asked.code);
  });
});

describe("where only named sellers may sell", () => {
  it("a stranger pays for no room, and still for more time of a file that was paid for", async () => {
    const of = { size: 7_000, days: 30, name: "stranger.bin" };
    const paid = await shop.pay(await shop.create(of));
    const [before, rows] = [await shop.earned(), await orders()];
    process.env.SELLERS = `0x${"12".repeat(20)}`;
    resetSettings();
    try {
      for (const headers of [{}, paid.headers]) {
        expect(await shop.create(of, headers)).toMatchObject({
          status: 401,
          code: "sign_in_required",
          challenge: null,
        });
      }
      expect([await shop.earned(), await orders()]).toEqual([before, rows]);
      const { id } = await shop.sell();
      const keptUntil = new Date(Date.now() + 20 * DAY);
      await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
      const more = await shop.extend(id, 30, (await shop.pay(await shop.extend(id, 30))).headers);
      expect(more).toMatchObject({ status: 200, body: { fileId: id, days: 30 } });
      expect(await shop.earned()).toBe(before + 10_000n);
    } finally {
      delete process.env.SELLERS;
      resetSettings();
    }
  });
});

describe("where storage is free", () => {
  it("nothing is offered, and days mean nothing", async () => {
    delete process.env.STORAGE_PRICE;
    delete process.env.STORAGE_PAY_TO;
    resetSettings();
    try {
      expect(await shop.create({ size: 3_000 })).toMatchObject({ status: 201, token: expect.any(String) });
      const { id } = await shop.sell();
      expect(await shop.extend(id, 30)).toMatchObject({ status: 403, code: "storage_is_free" });
    } finally {
      Object.assign(process.env, { STORAGE_PRICE: "0.03", STORAGE_PAY_TO: OPERATOR });
      resetSettings();
    }
  });
});
