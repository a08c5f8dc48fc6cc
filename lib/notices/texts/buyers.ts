import "server-only";
import { db } from "@/lib/db/client";
import { findLiveGrantOfOrder } from "@/lib/entitlements/grant";
import type { Key } from "@/lib/i18n/words";
import { displayUsd } from "@/lib/money";
import { linkUrl } from "@/lib/notices/links";
import { safeTitle } from "@/lib/notices/safe-title";
import { readRefund, readSale } from "@/lib/notices/sale";
import { fileUrl } from "@/lib/products/files/file-url";
import { settings } from "@/lib/settings/settings";
import { composeStorageEnd } from "./storage-end";
import { type Content, formatMoment, type Writing } from "./writing";

type Bought = NonNullable<Awaited<ReturnType<typeof readBought>>>;

/**
 * What buyers are told who left an address (rule 15): the title is short and holds no link, and there is no other text of the
 * seller's. Null when it no longer holds.
 */
export async function composeForBuyer(writing: Writing): Promise<Content | null> {
  if (writing.notice.kind === "storage-ended") return composeStorageEnd(writing);
  const bought = await readBought(writing);
  if (!bought) return null;
  switch (writing.notice.kind) {
    case "address-left":
      return first(writing, bought);
    case "new-link":
      return withLink(writing, bought, "newLink", "newLinkText");
    case "new-version":
      return newVersion(writing, bought);
    case "download-ends":
      return downloadEnds(writing, bought);
    case "refund-confirmed":
      return refund(writing, bought);
    case "answered":
      return answered(writing, bought);
    case "file-withheld":
    case "file-deleted":
    case "file-lifted":
      return decided(writing, bought);
    default:
      return null;
  }
}

async function readBought({ link, now }: Writing) {
  const address = await db().buyerAddress.findUnique({ where: { id: link.recipientId } });
  const sale = address && (await readSale(address.orderId));
  if (!sale) return null;
  const grant = await findLiveGrantOfOrder(db(), sale.orderId, now);
  // Whether a link could open it. A file that was deleted stays closed, also when that decision is lifted.
  const isOpen = grant !== null && grant.heldAt === null && !sale.isClosed;
  return { sale, title: safeTitle(sale.title), grant, isOpen };
}

function first({ t, shop, link, now }: Writing, { title, isOpen }: Bought): Content | null {
  if (!isOpen) return null;
  return {
    subject: t("yourFile", { title }),
    paragraphs: [t("yourFileText", { title, shop }), t("yourFileNot")],
    action: { label: t("openFile"), url: linkUrl("open", link, now) },
    data: {},
  };
}

type Titled = Extract<Key<"mails">, "newLink" | "newLinkText" | "newVersion" | "newVersionText">;

function withLink({ t, link, now }: Writing, { title, isOpen }: Bought, subject: Titled, text: Titled): Content | null {
  if (!isOpen) return null;
  return {
    subject: t(subject, { title }),
    paragraphs: [t(text, { title })],
    action: { label: t("openFile"), url: linkUrl("open", link, now) },
    data: {},
  };
}

/** Versions that were replaced meanwhile are not announced: the link opens the newest. */
async function newVersion(writing: Writing, bought: Bought): Promise<Content | null> {
  const version = await db().fileVersion.findUnique({ where: { id: writing.notice.subjectId } });
  if (!version || version.replacedAt !== null) return null;
  return withLink(writing, bought, "newVersion", "newVersionText");
}

function downloadEnds({ notice, t, link, now }: Writing, { title, grant, isOpen }: Bought): Content | null {
  // Closed, or given more time since.
  if (!isOpen || !grant?.until || grant.until.toISOString() !== notice.detail) return null;
  return {
    subject: t("downloadEnds", { title }),
    paragraphs: [t("downloadEndsText", { title, date: formatMoment(grant.until, t) })],
    action: { label: t("openFile"), url: linkUrl("open", link, now) },
    data: {},
  };
}

async function refund({ t }: Writing, { sale, title }: Bought): Promise<Content | null> {
  const found = await readRefund(sale.orderId);
  if (!found) return null;
  return {
    subject: t("yourRefund", { title }),
    paragraphs: [
      t("yourRefundText", {
        title,
        amount: displayUsd(found.microUsd),
        network: sale.networkName,
        transaction: found.transaction ?? "",
      }),
    ],
    // The page of a closed file answers 451 or 410.
    ...(sale.isClosed ? {} : { action: { label: t("toFile"), url: fileUrl(sale.fileId) } }),
    data: {},
  };
}

/** What the seller wrote is read on the page only: it is a stranger's text, and may hold links. */
async function answered({ notice, t, shop, link, now }: Writing, { title, isOpen }: Bought): Promise<Content | null> {
  const complaint = await db().complaint.findUnique({ where: { id: notice.subjectId }, select: { reply: true } });
  if (complaint?.reply == null) return null;
  return {
    subject: t("answered", { title }),
    paragraphs: [t(isOpen ? "answeredText" : "answeredElsewhere", { title, shop })],
    action: isOpen
      ? { label: t("openFile"), url: linkUrl("open", link, now) }
      : { label: t("toPurchases"), url: `${settings().appUrl}/purchases` },
    data: {},
  };
}

/** Rule 4a: a buyer is told that the operator has closed what was bought, and when it opens again. */
function decided({ notice, t }: Writing, { sale, title, grant, isOpen }: Bought): Content | null {
  const opens = notice.kind === "file-lifted";
  // Decided otherwise since.
  if (!grant || isOpen !== opens) return null;
  return {
    subject: t(opens ? "openAgain" : "closedFile", { title }),
    paragraphs: [t(opens ? "openAgainText" : "closedFileText", { title })],
    // Of a closed file the page says why, and how to reach the seller.
    action: { label: t("toFile"), url: fileUrl(sale.fileId) },
    data: {},
  };
}
