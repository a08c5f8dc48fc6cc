import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { resetSettings } from "@/lib/settings/settings";
import { freshDatabase } from "@/test/database";
import { startMailServer } from "@/test/mail-server";
import { storagePayment } from "@/test/storage-rows";
import { announceEnds } from "./announce-ends";
import { expandNotices } from "./expand-notices";
import { sendDeliveries } from "./send-deliveries";

const now = new Date();
const after = (days: number) => new Date(now.getTime() + days * DAY);
let close: () => Promise<void>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeEach(async () => {
  ({ close } = await freshDatabase());
  mail = await startMailServer();
  Object.assign(process.env, { SMTP_URL: mail.url, MAIL_FROM: "Kiosk <kiosk@example.org>" });
  resetSettings();
});
afterEach(async () => {
  for (const name of ["SMTP_URL", "MAIL_FROM"]) delete process.env[name];
  await mail.close();
  await close();
  resetSettings();
});

type Changes = Partial<{
  keptUntil: Date;
  onSaleUntil: Date;
  removedAt: Date;
  suspendedAt: Date;
  withheldAt: Date;
  createdAt: Date;
  storageEndsAt: Date;
}>;

/** A file whose storage is paid for, of a seller with an e-mail address who wants to be told of the end of storage. */
async function keptFile(changes: Changes = {}) {
  const [sellerId, id] = [newId(), newId()];
  await db().seller.create({ data: { id: sellerId, address: id, payTo: id, createdAt: now } });
  const file = { sellerId, title: "A report", description: "", keptUntil: after(7), createdAt: after(-60) };
  await db().file.create({ data: { id, ...file, updatedAt: now, ...changes } });
  const channel = { kind: "email", target: `${id}@example.org`, locale: "en", notices: "storage-ends" };
  await db().sellerChannel.create({
    data: { id: newId(), sellerId, ...channel, confirmedAt: now, createdAt: now },
  });
  return id;
}

const announced = async () =>
  (await db().notice.findMany({ where: { kind: "storage-ends" }, orderBy: { id: "asc" } })).map(({ detail }) => detail);
const at = (days: number) => after(days).toISOString();

it("seven days and one day before storage ends its seller is told, once, and again only for another date", async () => {
  const id = await keptFile();
  await announceEnds(now);
  await announceEnds(new Date(now.getTime() + HOUR));
  expect(await announced()).toEqual([`7 ${at(7)}`]);
  await announceEnds(after(6));
  expect(await announced()).toEqual([`1 ${at(7)}`, `7 ${at(7)}`]);
  await db().file.update({ where: { id }, data: { keptUntil: after(37) } });
  await announceEnds(after(6.2));
  expect(await announced()).toHaveLength(2);
  await announceEnds(after(30));
  expect(await announced()).toEqual([`1 ${at(7)}`, `7 ${at(7)}`, `7 ${at(37)}`]);
});

it.each<[string, Changes]>([
  ["deleted", { removedAt: now }],
  ["suspended", { suspendedAt: now }],
  ["withheld", { withheldAt: now }],
  ["kept for a week only", { createdAt: after(0.01) }],
])("a file that is %s is not announced", async (_what, changes) => {
  await keptFile(changes);
  await announceEnds(now);
  expect(await announced()).toEqual([]);
});

it("the end of its sale does not end its storage", async () => {
  await keptFile({ keptUntil: after(100), onSaleUntil: after(7 - 30) });
  await announceEnds(now);
  expect(await announced()).toEqual([]);
});

async function mails(): Promise<string[]> {
  await expandNotices(now);
  await sendDeliveries("email", now);
  return mail.mails.map((one) => `${one.header("Subject")}\n${one.part("text/plain")}`);
}

it("the mail says how to keep it longer; one about a date that has moved is not sent", async () => {
  await keptFile();
  const moved = await keptFile();
  await announceEnds(now);
  await db().file.update({ where: { id: moved }, data: { keptUntil: after(60) } });
  const [only, ...more] = await mails();
  expect(only).toContain("Stored for 7 more days: A report");
  expect(only).toContain("can pay for more time on its page");
  expect(more).toEqual([]);
});

it("an end by the operator is told by every channel of the seller, and to a payer who left an address when buying", async () => {
  const id = await keptFile({ storageEndsAt: after(30), keptUntil: after(30) });
  await db().sellerChannel.updateMany({ data: { notices: "sold" } });
  const payer = `0x${"bb".repeat(20)}`;
  const storage = await storagePayment({ fileId: id, payer, payee: `0x${"aa".repeat(20)}` });
  const { person } = await db().order.findUniqueOrThrow({ where: { id: storage } });
  const sale = {
    id: newId(),
    productKind: "file",
    productId: id,
    offerId: "terms",
    priceMicroUsd: 1n,
    payer: "",
    person,
  };
  await db().order.create({
    data: { ...sale, secretHash: sale.id, state: "paid", createdAt: now, updatedAt: now },
  });
  const address = { id: newId(), orderId: sale.id, email: "payer@example.org", locale: "en", confirmedAt: now };
  await db().buyerAddress.create({ data: { ...address, createdAt: now } });
  await notify(db(), { kind: "storage-ended", fileId: id, why: "ended", until: after(30) }, now);
  const told = await mails();
  expect(mail.mails.flatMap(({ to }) => to).toSorted()).toEqual([`${id}@example.org`, "payer@example.org"].toSorted());
  for (const one of told) {
    expect(one).toContain("Storage ends: A report");
    expect(one).toContain("The operator owes what was paid for the days that are not used");
  }
});
