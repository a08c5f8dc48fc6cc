import "server-only";
import type { Db } from "@/lib/db/client";
import { FILE } from "@/lib/products/files/file-ref";
import { storedAfterSale } from "@/lib/products/files/stored-until";
import { settings } from "@/lib/settings/settings";

const DAY = 86_400_000;
/** An id of 22 characters, as links have them. */
const id = (name: string) => name.padEnd(22, "0");
const later = (now: Date, days: number) => new Date(now.getTime() + days * DAY);
const ids = {
  seller: id("seller"),
  file: id("file"),
  kept: id("kept"),
  ending: id("ending"),
  order: id("order"),
  channel: id("channel"),
  address: id("address"),
};
const buyers = `0x${"b".repeat(40)}`;
const sellers = `0x${"a".repeat(40)}`;
const verdicts = ["suspended", "withheld", "lifted", "deleted"] as const;
const alarms = ["gas-low", "budget-spent", "sales-paused", "disk-low", "backup-old", "settlement-stuck"] as const;

/** The rows that messages speak of: one file, sold and refunded, and all that can happen to it. */
export async function insertSamples(db: Db, now: Date): Promise<void> {
  const caip2 = settings().networks[0]?.caip2 ?? "eip155:31337";
  const token = settings().networks[0]?.token.address ?? "";
  const times = { createdAt: now, updatedAt: now };
  await db.seller.create({ data: { id: ids.seller, address: sellers, payTo: sellers, name: "Ada", createdAt: now } });
  const file = { id: ids.file, sellerId: ids.seller, title: "A report", description: "", onSaleUntil: later(now, 7) };
  await db.file.create({ data: { ...file, ...times } });
  const kept = { ...file, id: ids.kept, keptUntil: later(now, 7) };
  await db.file.create({ data: { ...kept, ...times } });
  await db.file.create({ data: { ...kept, id: ids.ending, storageEndsAt: later(now, 7), ...times } });
  const version = { id: id("version"), fileId: ids.file, number: 2, name: "report.pdf", mediaType: "application/pdf" };
  const bytes = { size: 1_000n, sha256: "none", storageKey: "none", newVersionFor: "all-buyers", createdAt: now };
  await db.fileVersion.create({ data: { ...version, ...bytes } });
  const order = { id: ids.order, productKind: FILE, productId: ids.file, offerId: "terms", sellerId: ids.seller };
  const price = { priceMicroUsd: 500_000n, payer: `${caip2}:${buyers}`, person: buyers, secretHash: "none" };
  await db.order.create({ data: { ...order, ...price, state: "paid", paidAt: now, ...times } });
  for (const direction of ["sale", "refund"]) {
    const [payer, payee] = direction === "sale" ? [buyers, sellers] : [sellers, buyers];
    const transaction = `0x${"c".repeat(64)}`;
    const row = { id: direction === "sale" ? ids.order : id("refund"), orderId: ids.order, direction, payer, payee };
    const signed = { replayKey: direction, signed: "{}", signature: "", anchor: "0", facilitator: "embedded" };
    const moved = { method: "eip3009", network: caip2, asset: token, amount: "500000", state: "settled", transaction };
    await db.transfer.create({ data: { ...row, ...signed, ...moved, settledAt: now, ...times } });
  }
  const grant = { id: id("grant"), productKind: FILE, productId: ids.file, orderId: ids.order, tokenHash: "none" };
  await db.entitlement.create({ data: { ...grant, until: later(now, 3), createdAt: now } });
  const channel = { id: ids.channel, sellerId: ids.seller, kind: "email", target: "seller@example.org", locale: "en" };
  await db.sellerChannel.create({ data: { ...channel, notices: "", createdAt: now } });
  const proof = { id: id("proof"), sellerId: ids.seller, domain: "example.org", token: "none", createdAt: now };
  await db.domainProof.create({ data: { ...proof, missingAt: now, withdrawnAt: now } });
  const address = { id: ids.address, orderId: ids.order, email: "buyer@example.org", locale: "en", createdAt: now };
  await db.buyerAddress.create({ data: address });
  await db.complaint.create({
    data: {
      id: id("complaint"),
      orderId: ids.order,
      sellerId: ids.seller,
      text: "It does not open.",
      createdAt: now,
      reply: "Here it is again.",
      repliedAt: now,
    },
  });
  for (const verdict of verdicts) {
    for (const subjectKind of verdict === "suspended" || verdict === "lifted" ? ["file", "seller"] : ["file"]) {
      const on = { subjectKind, subjectId: subjectKind === "file" ? ids.file : ids.seller, sellerId: ids.seller };
      const why = { verdict, ground: "law", facts: "It is not yours to sell.", by: "shop", createdAt: now };
      await db.decision.create({ data: { id: id(`${subjectKind}${verdict}`), ...on, ...why } });
    }
  }
  for (const kind of alarms) await db.alarm.create({ data: { id: `${kind} Base`, round: 1, isOn: true, seenAt: now } });
  const report = { id: id("report"), number: "R-4K7M-9QXT", tokenHash: "none", fileId: ids.file, sellerId: ids.seller };
  const said = { kind: "notice", reason: "illegal", explanation: "It is mine.", location: "Page 3", locale: "en" };
  const decisionId = id("filewithheld");
  await db.report.create({
    data: { ...report, ...said, email: "a@example.org", state: "decided", decisionId, createdAt: now, lastStepAt: now },
  });
  for (const state of ["upheld", "reversed"]) {
    const appeal = { id: id(state), decisionId: id(state === "upheld" ? "filewithheld" : "filesuspended") };
    await db.appeal.create({ data: { ...appeal, party: "seller", text: "It is not.", state, createdAt: now } });
  }
  for (const report of ["one", "two"])
    await db.notice.create({ data: { id: `report ${report}`, kind: "report", subjectId: report, createdAt: now } });
}

type Sample = { name: string; recipient: string; notice: { kind: string; subjectId: string; detail: string } };

/** Every message: its name, whom it is for, and its notice. */
export function samples(now: Date): Sample[] {
  const [seller, buyer] = [`seller:${ids.channel}`, `buyer:${ids.address}`];
  const one = (recipient: string, kind: string, subjectId: string, detail = "", name: string = kind): Sample => ({
    name: `${recipient.split(":")[0]}-${name}`,
    recipient,
    notice: { kind, subjectId, detail },
  });
  const [saleEnd, downloadEnd] = [later(now, 7), later(now, 3)].map((date) => date.toISOString());
  const stored = new Date(later(now, 7).getTime() + storedAfterSale).toISOString();
  return [
    one(seller, "sold", ids.order),
    one(seller, "complaint", id("complaint")),
    one(seller, "refund-confirmed", ids.order),
    one(seller, "appeal-decided", id("upheld"), "", "appeal-upheld"),
    one(seller, "appeal-decided", id("reversed"), "", "appeal-reversed"),
    one(`report:${id("report")}`, "report-decided", id("report")),
    one(seller, "sale-ends", ids.file, `7 ${saleEnd}`),
    one(seller, "storage-ends", ids.file, `1 ${stored}`),
    one(seller, "storage-ends", ids.kept, `7 ${saleEnd}`, "paid-storage-ends"),
    one(seller, "storage-ended", ids.ending, `ended ${saleEnd}`),
    one(seller, "storage-ended", ids.ending, `lost ${saleEnd}`, "bytes-lost"),
    one(buyer, "storage-ended", ids.ending, `ended ${saleEnd}`),
    one(seller, "domain-missing", id("proof"), saleEnd),
    one(seller, "domain-withdrawn", id("proof"), now.toISOString()),
    ...verdicts.map((verdict) => one(seller, `file-${verdict}`, id(`file${verdict}`))),
    one(seller, "file-suspended", id("sellersuspended"), "", "suspended"),
    one(seller, "file-lifted", id("sellerlifted"), "", "lifted"),
    one(seller, "channel-added", ids.channel),
    one(buyer, "address-left", ids.address),
    one(buyer, "new-link", ids.address),
    one(buyer, "new-version", id("version")),
    one(buyer, "answered", id("complaint")),
    one(buyer, "download-ends", id("grant"), downloadEnd),
    one(buyer, "refund-confirmed", ids.order),
    ...alarms.map((kind) => one("operator", kind, "Base", "1")),
    one("operator", "report-digest", now.toISOString()),
  ];
}
