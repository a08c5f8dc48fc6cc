import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { complainAsPayer } from "@/lib/complaints/send-complaint";
import { db } from "@/lib/db/client";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { newId, newSecret } from "@/lib/ids";
import { checkJournal } from "@/lib/journal/check-journal";
import { readJournal } from "@/lib/journal/read-journal";
import { resetSettings } from "@/lib/settings/settings";
import { setState } from "@/test/core";
import { backUp, loseAndRestore, openSafe, type Safe } from "@/test/restored-shop";
import { addPayment } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { eraseBuyer, eraseSeller } from "./erase";
import { exportBuyer, exportSeller } from "./export";

let shop: Shop;
let safe: Safe;
beforeAll(async () => {
  safe = openSafe();
  process.env.JOURNAL_DIR = safe.journal;
  shop = await openShop();
  await checkJournal();
});
afterAll(async () => {
  delete process.env.JOURNAL_DIR;
  await shop?.close();
  safe.remove();
  resetSettings();
});

const now = () => new Date();
const shopItself = { kind: "command-line" } as const;
const buyerOf = () => ({ address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 });

async function buy() {
  const { id } = await shop.sell();
  const claimToken = newSecret();
  const { header } = await shop.sign(id);
  const outcome = await shop.buy(id, { payment: header, chosenClaimToken: claimToken });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  return { fileId: id, paymentId: outcome.payment.id, claimToken };
}

async function read(pieces: AsyncGenerator<string>) {
  let text = "";
  for await (const piece of pieces) text += piece;
  return { text, data: JSON.parse(text) };
}

const opens = async (fileId: string, claimToken: string) => (await shop.buy(fileId, { claimToken })).kind;

describe("an export", () => {
  it("has what a seller wrote and sold, and no secret", async () => {
    const { fileId, paymentId } = await buy();
    const [grant] = await db().entitlement.findMany({ where: { orderId: paymentId } });
    await db().seller.update({ where: { id: shop.sellerId }, data: { name: "Ada", contact: "mailto:ada@x.example" } });
    const { gifts } = await makeGifts(shop.sellerId, fileId, { count: 1, label: "for Bob" }, now());
    await complainAsPayer(buyerOf(), paymentId, { text: "Page 3 is empty.", replyTo: "bob@x.example" }, now());
    const { text, data } = await read(await exportSeller(shop.sellerId, now()));
    expect(data.seller).toMatchObject({ name: "Ada", contact: "mailto:ada@x.example" });
    const file = data.files.find((one: { id: string }) => one.id === fileId);
    expect(file).toMatchObject({
      title: "A report",
      gifts: [{ label: "for Bob" }],
      versions: [{ name: "report.pdf" }],
    });
    expect(data.sales.find((one: { paymentId: string }) => one.paymentId === paymentId)).toMatchObject({
      priceMicroUsd: "250000",
      state: "paid",
      transfers: [{ direction: "sale", state: "settled" }],
    });
    expect(data.messages).toMatchObject([{ text: "Page 3 is empty.", paymentId }]);
    const gift = await db().gift.findFirstOrThrow({ where: { id: gifts[0]?.id ?? "" } });
    for (const secret of [grant?.tokenHash, gift.tokenHash, "storageKey", "secretHash", "signature", "replayKey"]) {
      expect(text).not.toContain(secret);
    }
  });

  it("has what a buyer bought and wrote, of all of it however long, and of nobody else", async () => {
    const { fileId, paymentId } = await buy();
    const { data } = await read(await exportBuyer(buyerOf(), now()));
    expect(data.payments.map((one: { paymentId: string }) => one.paymentId)).toContain(paymentId);
    expect(data.access).toContainEqual(expect.objectContaining({ fileId, paymentId, revokedAt: null }));
    expect(data.messages).toHaveLength(1);

    const terms = await db().terms.findFirstOrThrow({ where: { fileId } });
    const payer = `0x${"5e".repeat(20)}`;
    const { order } = await addPayment(terms.id, { payer, state: "failed" });
    const ids = [order.id, ...Array.from({ length: 400 }, () => newId())];
    await db().order.createMany({ data: ids.slice(1).map((id) => ({ ...order, id })) });
    const many = await read(await exportBuyer({ address: payer, chainId: 0 }, now()));
    expect(many.data.payments.map((one: { paymentId: string }) => one.paymentId).toSorted()).toEqual(ids.toSorted());
    expect([many.data.access, many.data.messages]).toEqual([[], []]);
  });
});

describe("an erasure", () => {
  it("of a buyer deletes the messages, and leaves grants, orders and what others wrote", async () => {
    const { fileId, paymentId, claimToken } = await buy();
    await complainAsPayer(buyerOf(), paymentId, { text: "Hm.", replyTo: "bob@x.example" }, now());
    const address = { id: newId(), orderId: paymentId, email: "bob@x.example", locale: "en", createdAt: now() };
    await db().buyerAddress.create({ data: address });
    const mine = (await read(await exportBuyer(buyerOf(), now()))).data.payments;
    expect(mine.find((one: { paymentId: string }) => one.paymentId === paymentId).notices.email).toBe("bob@x.example");
    const [orders, grants] = [await db().order.count(), await db().entitlement.count()];
    const open = await addPayment((await db().terms.findFirstOrThrow({ where: { fileId } })).id, {
      payer: buyerOf().address,
      state: "unknown",
    });
    await eraseBuyer(buyerOf(), shopItself, now());
    expect([await db().complaint.count(), await db().buyerAddress.count()]).toEqual([0, 0]);
    expect([await db().order.count(), await db().entitlement.count()]).toEqual([orders + 1, grants]);
    expect(await opens(fileId, claimToken)).toBe("granted");
    // Money may still move: its replay key stays.
    expect(await db().transfer.count({ where: { id: open.id } })).toBe(1);
    await setState({ id: open.id }, "failed");
  });

  it("of a seller takes files off sale and deletes what the seller wrote; a restore repeats it", async () => {
    const { fileId, paymentId, claimToken } = await buy();
    await db().file.update({ where: { id: fileId }, data: { description: "About me" } });
    await makeGifts(shop.sellerId, fileId, { count: 1, label: "for Bob" }, now());
    const complaint = { orderId: paymentId, sellerId: shop.sellerId, createdAt: now() };
    await db().complaint.create({ data: { ...complaint, id: newId(), text: "done", doneAt: now() } });
    await db().complaint.create({ data: { ...complaint, id: newId(), text: "open" } });
    const channel = { sellerId: shop.sellerId, kind: "email", target: "ada@x.example", locale: "en", notices: "sold" };
    await db().sellerChannel.create({ data: { ...channel, id: newId(), createdAt: now() } });
    await backUp(safe);
    await eraseSeller(shop.sellerId, shopItself, now());
    const entries = (await readJournal(safe.journal)).lines.map(({ entry }) => entry.kind);
    expect(entries.slice(-2)).toEqual(["file-removed", "seller-erased"]);

    const expectErased = async () => {
      const seller = await db().seller.findUniqueOrThrow({ where: { id: shop.sellerId } });
      expect(seller).toMatchObject({ name: null, contact: null, payTo: expect.any(String) });
      const file = await db().file.findUniqueOrThrow({ where: { id: fileId } });
      expect(file).toMatchObject({ title: "A report", description: "", removedAt: expect.any(Date) });
      expect(await db().gift.findMany({ where: { fileId } })).toMatchObject([{ label: "" }]);
      expect(await db().complaint.findMany()).toMatchObject([{ text: "open" }]);
      expect(await db().sellerChannel.count()).toBe(0);
      expect(await opens(fileId, claimToken)).toBe("granted");
      expect(await db().order.count({ where: { id: paymentId } })).toBe(1);
    };
    await expectErased();
    const { replayed } = await loseAndRestore(safe);
    expect(replayed).toMatchObject({ "seller-erased": 1 });
    await expectErased();

    // The seller comes back: an older erasure does not take the new name away.
    await db().seller.update({ where: { id: shop.sellerId }, data: { name: "Ada again" } });
    await backUp(safe, new Date(Date.now() + 60_000));
    expect((await loseAndRestore(safe)).replayed).toEqual({});
    expect(await db().seller.findUnique({ where: { id: shop.sellerId } })).toMatchObject({ name: "Ada again" });
  });

  it("that finds nothing writes nothing for good, however often it is asked for", async () => {
    const written = async () => {
      const { lines } = await readJournal(safe.journal);
      return [lines.length, await db().auditEntry.count({ where: { act: "data-erased" } })];
    };
    const stranger = { address: `0x${"71".repeat(20)}`, chainId: 0 };
    const wallet = { ...stranger, payTo: stranger.address };
    const { id } = await db().seller.create({ data: { ...wallet, id: newId(), createdAt: now() } });
    const before = await written();
    for (let count = 0; count < 3; count += 1) {
      await eraseBuyer(stranger, shopItself, now());
      await eraseSeller(id, shopItself, now());
    }
    expect(await written()).toEqual(before);
    await db().seller.update({ where: { id }, data: { name: "Eve" } });
    for (let count = 0; count < 3; count += 1) await eraseSeller(id, shopItself, now());
    expect(await written()).toEqual(before.map((count) => count + 1));
    await db().seller.update({ where: { id }, data: { name: "Eve again" } });
    await eraseSeller(id, shopItself, now());
    expect(await db().seller.findUnique({ where: { id } })).toMatchObject({ name: null });
    expect(await written()).toEqual(before.map((count) => count + 2));
  });

  it("of a buyer deletes failed payments only once the chain is past their end", async () => {
    const terms = await db().terms.findFirstOrThrow();
    const payer = `0x${"6f".repeat(20)}`;
    const validBefore = String(Math.floor(Date.now() / 1_000) + 3_600);
    const signed = JSON.stringify({ nonce: newId(), validAfter: "0", validBefore });
    const failed = await addPayment(terms.id, { payer, state: "failed", transfer: { signed } });
    const other = await addPayment(terms.id, { payer: `0x${"70".repeat(20)}`, state: "failed", transfer: { signed } });
    const isThere = async (id: string) => (await db().order.count({ where: { id } })) === 1;
    await eraseBuyer({ address: payer, chainId: 0 }, shopItself, now());
    expect(await isThere(failed.id)).toBe(true);
    await shop.chain.rpc("evm_increaseTime", [7_200]);
    await shop.chain.mine();
    await eraseBuyer({ address: payer, chainId: 0 }, shopItself, now());
    expect([await isThere(failed.id), await isThere(other.id)]).toEqual([false, true]);
  });
});
