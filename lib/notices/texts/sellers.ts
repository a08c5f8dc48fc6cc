import "server-only";
import { db } from "@/lib/db/client";
import type { Key } from "@/lib/i18n/words";
import { displayUsd, formatUsd } from "@/lib/money";
import { linkUrl } from "@/lib/notices/links";
import { safeTitle } from "@/lib/notices/safe-title";
import { readRefund, readSale, type SaleFacts } from "@/lib/notices/sale";
import { composeDomain } from "./domains";
import { composeEnds } from "./ends";
import { composeStorageEnd } from "./storage-end";
import { toDashboard } from "./to-dashboard";
import type { Content, Writing } from "./writing";

/** What sellers are told. Null when it no longer holds. */
export async function composeForSeller(writing: Writing): Promise<Content | null> {
  const { notice } = writing;
  switch (notice.kind) {
    case "sold":
      return sold(writing);
    case "complaint":
      return complaint(writing);
    case "refund-confirmed":
      return refunded(writing);
    case "sale-ends":
    case "storage-ends":
      return composeEnds(writing, notice.kind);
    case "storage-ended":
      return composeStorageEnd(writing);
    case "domain-missing":
    case "domain-withdrawn":
      return composeDomain(writing);
    case "file-suspended":
    case "file-withheld":
    case "file-lifted":
    case "file-deleted":
      return decided(writing, notice.kind);
    case "appeal-decided":
      return appealDecided(writing);
    case "channel-added":
      return confirm(writing);
    default:
      return null;
  }
}

async function sold({ notice, t }: Writing): Promise<Content | null> {
  const sale = await readSale(notice.subjectId);
  // A reorganisation may have taken it back.
  if (!sale || sale.state === "reverted") return null;
  const words = { title: safeTitle(sale.title), amount: displayUsd(sale.priceMicroUsd) };
  return {
    subject: t("sold", words),
    paragraphs: [t("soldText", { ...words, network: sale.networkName, payTo: sale.payTo })],
    action: toDashboard(t, `sales/${sale.orderId}`),
    data: paymentData(sale),
  };
}

async function complaint({ notice, t }: Writing): Promise<Content | null> {
  const row = await db().complaint.findUnique({ where: { id: notice.subjectId } });
  const sale = row && (await readSale(row.orderId));
  if (!sale) return null;
  return {
    subject: t("complaint", { title: safeTitle(sale.title) }),
    paragraphs: [t("complaintText")],
    action: toDashboard(t, "messages"),
    data: { complaintId: row.id, paymentId: sale.orderId, fileId: sale.fileId, title: sale.title },
  };
}

async function refunded({ notice, t }: Writing): Promise<Content | null> {
  const [sale, refund] = [await readSale(notice.subjectId), await readRefund(notice.subjectId)];
  if (!sale || !refund) return null;
  const words = { title: safeTitle(sale.title), amount: displayUsd(refund.microUsd), network: sale.networkName };
  return {
    subject: t("refunded", words),
    paragraphs: [t("refundedText", words)],
    action: toDashboard(t, `sales/${sale.orderId}`),
    data: { ...paymentData(sale), refunded: formatUsd(refund.microUsd), refundTransaction: refund.transaction },
  };
}

const decisionWords = {
  "file-suspended": ["suspended", "suspendedText"],
  "file-withheld": ["withheld", "withheldText"],
  "file-lifted": ["lifted", "liftedText"],
  "file-deleted": ["deleted", "deletedText"],
} as const satisfies Record<string, readonly [Key<"mails">, Key<"mails">]>;

async function decided({ notice, t }: Writing, kind: keyof typeof decisionWords): Promise<Content | null> {
  const decision = await db().decision.findUnique({ where: { id: notice.subjectId } });
  if (!decision) return null;
  const data = { decisionId: decision.id, verdict: decision.verdict, ground: decision.ground };
  if (decision.subjectKind === "seller") {
    const isStop = kind === "file-suspended";
    return {
      subject: t(isStop ? "sellerSuspended" : "sellerLifted"),
      paragraphs: [t(isStop ? "sellerSuspendedText" : "sellerLiftedText")],
      action: toDashboard(t, "messages"),
      data: { ...data, sellerId: decision.sellerId },
    };
  }
  const file = await db().file.findUnique({ where: { id: decision.subjectId } });
  if (!file) return null;
  // Stopped again since.
  if (kind === "file-lifted" && (file.suspendedAt !== null || file.withheldAt !== null)) return null;
  const title = safeTitle(file.title);
  const [subject, text] = decisionWords[kind];
  return {
    subject: t(subject, { title }),
    paragraphs: [t(text, { title })],
    action: toDashboard(t, "messages"),
    data: { ...data, fileId: file.id, title: file.title },
  };
}

async function appealDecided({ notice, t }: Writing): Promise<Content | null> {
  const appeal = await db().appeal.findUnique({ where: { id: notice.subjectId } });
  if (!appeal) return null;
  return {
    subject: t("appealDecided"),
    paragraphs: [t(appeal.state === "reversed" ? "appealReversedText" : "appealUpheldText")],
    action: toDashboard(t, "messages"),
    data: { appealId: appeal.id, decisionId: appeal.decisionId, outcome: appeal.state },
  };
}

/** To a new address: it may be somebody else's, so it says nothing that its seller wrote. */
async function confirm({ t, shop, link, now }: Writing): Promise<Content> {
  return {
    subject: t("confirm"),
    paragraphs: [t("confirmText", { shop })],
    action: { label: t("confirmAction"), url: linkUrl("confirm", link, now) },
    data: {},
  };
}

function paymentData(sale: SaleFacts) {
  return {
    paymentId: sale.orderId,
    fileId: sale.fileId,
    title: sale.title,
    amount: sale.amount,
    network: sale.network,
    payTo: sale.payTo,
    transaction: sale.transaction,
    settledAt: sale.settledAt?.toISOString() ?? null,
  };
}
