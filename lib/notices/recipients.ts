import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { live } from "@/lib/entitlements/grant";
import { type Channel, OPERATOR_NOTICES, SELLER_NOTICES } from "@/lib/outbox/schema";
import { SELLER_PARTY } from "@/lib/reports/schema";
import { settings } from "@/lib/settings/settings";
import { findReporter } from "./find-reporter";

export type NoticeRow = { id: string; kind: string; subjectId: string; detail: string; createdAt: Date };
/** `id`: of the row that holds the address, as a delivery names it: `seller:…`, `buyer:…`, `report:…`, or `operator`. */
type Recipient = { channel: Channel; id: string };

/** Who is to be told by which channel. Nobody, where there is nobody or nothing to send with. */
export async function findRecipients(notice: NoticeRow, now: Date): Promise<Recipient[]> {
  const found = await findAll(notice, now);
  const { smtpUrl } = settings();
  return smtpUrl ? found : found.filter(({ channel }) => channel !== "email");
}

async function findAll(notice: NoticeRow, now: Date): Promise<Recipient[]> {
  const { kind, subjectId } = notice;
  const buyers = await findBuyers(notice, now);
  if (kind === "channel-added") return [{ channel: "email", id: `seller:${subjectId}` }];
  if (kind === "report-decided") return findReporter(subjectId, now);
  if (isOneOf(kind, OPERATOR_NOTICES) || kind === "report-digest") return findOperator(kind);
  if (kind === "storage-ended") return [...(await findStoringSeller(subjectId)), ...buyers];
  if (kind === "domain-missing" || kind === "domain-withdrawn") return findProver(subjectId);
  if (!isOneOf(kind, SELLER_NOTICES)) return buyers;
  const sellerId = await readSellerId(notice);
  return sellerId ? [...(await findChannels(sellerId, kind)), ...buyers] : buyers;
}

const isOneOf = (kind: string, kinds: readonly string[]) => kinds.includes(kind);

/** People read about reports in digests; programs get each. */
function findOperator(kind: string): Recipient[] {
  const { operatorEmail, operatorWebhookUrl, ntfyUrl } = settings();
  const isSingle = kind === "report" || kind === "appeal";
  const channels: (Channel | false)[] = [
    !isSingle && Boolean(operatorEmail) && "email",
    kind !== "report-digest" && Boolean(operatorWebhookUrl) && "webhook",
    !isSingle && Boolean(ntfyUrl) && "ntfy",
  ];
  return channels.flatMap((channel) => (channel ? [{ channel, id: "operator" }] : []));
}

/** @param kind null: whatever the seller has chosen to be told */
async function findChannels(sellerId: string, kind: string | null): Promise<Recipient[]> {
  const rows = await db().sellerChannel.findMany({ where: { sellerId, stoppedAt: null } });
  return rows
    .filter((row) => row.kind !== "email" || row.confirmedAt !== null)
    .filter((row) => kind === null || row.notices.split(",").includes(kind))
    .map((row) => ({ channel: row.kind as Channel, id: `seller:${row.id}` }));
}

/** That storage ends is told by every channel: it is notice of what the operator promised. */
async function findStoringSeller(fileId: string): Promise<Recipient[]> {
  const sellerId = await readOwner(fileId);
  return sellerId ? findChannels(sellerId, null) : [];
}

/** By every channel, since what buyers are told of the seller changes. */
async function findProver(proofId: string): Promise<Recipient[]> {
  const proof = await db().domainProof.findUnique({ where: { id: proofId } });
  return proof ? findChannels(proof.sellerId, null) : [];
}

async function readSellerId({ kind, subjectId }: NoticeRow): Promise<string | null> {
  switch (kind) {
    case "sold":
    case "refund-confirmed": {
      const order = await db().order.findUnique({ where: { id: subjectId }, select: { productId: true } });
      return order && readOwner(order.productId);
    }
    case "complaint":
      return (await db().complaint.findUnique({ where: { id: subjectId } }))?.sellerId ?? null;
    case "sale-ends":
    case "storage-ends":
      return readOwner(subjectId);
    case "file-suspended":
    case "file-withheld":
    case "file-lifted":
    case "file-deleted":
      return readDecided(subjectId);
    case "appeal-decided": {
      // A person who reported sees the outcome on the status page only.
      const appeal = await db().appeal.findUnique({ where: { id: subjectId } });
      return appeal && appeal.party === SELLER_PARTY ? readDecided(appeal.decisionId) : null;
    }
    default:
      return null;
  }
}

async function readDecided(decisionId: string): Promise<string | null> {
  return (await db().decision.findUnique({ where: { id: decisionId } }))?.sellerId ?? null;
}

async function readOwner(fileId: string): Promise<string | null> {
  return (await db().file.findUnique({ where: { id: fileId }, select: { sellerId: true } }))?.sellerId ?? null;
}

/** Buyers who left an address. Before it is confirmed it gets the first message and nothing else (rule 15). */
async function findBuyers({ kind, subjectId }: NoticeRow, now: Date): Promise<Recipient[]> {
  const toBuyers = (rows: { id: string }[]) => rows.map(({ id }) => ({ channel: "email" as const, id: `buyer:${id}` }));
  const confirmed = { confirmedAt: { not: null }, stoppedAt: null };
  switch (kind) {
    case "address-left":
    case "new-link":
      return toBuyers([{ id: subjectId }]);
    case "refund-confirmed":
      return toBuyers(await db().buyerAddress.findMany({ where: { orderId: subjectId, ...confirmed } }));
    case "answered": {
      const complaint = await db().complaint.findUnique({ where: { id: subjectId }, select: { orderId: true } });
      if (!complaint) return [];
      return toBuyers(await db().buyerAddress.findMany({ where: { orderId: complaint.orderId, ...confirmed } }));
    }
    case "download-ends": {
      const grant = await db().entitlement.findUnique({ where: { id: subjectId }, select: { orderId: true } });
      if (!grant?.orderId) return [];
      return toBuyers(await db().buyerAddress.findMany({ where: { orderId: grant.orderId, ...confirmed } }));
    }
    case "file-withheld":
    case "file-deleted":
    case "file-lifted": {
      const decision = await db().decision.findUnique({ where: { id: subjectId }, select: { subjectId: true } });
      const orderIds = decision ? await findOrdersOf(decision.subjectId, now) : [];
      return toBuyers(await db().buyerAddress.findMany({ where: { ...confirmed, orderId: { in: orderIds } } }));
    }
    case "storage-ended": {
      const orderIds = await findOrdersOfStorers(subjectId);
      return toBuyers(await db().buyerAddress.findMany({ where: { ...confirmed, orderId: { in: orderIds } } }));
    }
    case "new-version": {
      const rows = await db().buyerAddress.findMany({ where: { ...confirmed, orderId: { in: await ordersOf() } } });
      return withoutTold(toBuyers(rows), now);
    }
    default:
      return [];
  }

  async function ordersOf(): Promise<string[]> {
    const version = await db().fileVersion.findUnique({ where: { id: subjectId }, select: { fileId: true } });
    return version ? findOrdersOf(version.fileId, now) : [];
  }
}

/** Orders of a file by those who also paid for its storage: they may have left an address when they bought it. */
async function findOrdersOfStorers(fileId: string): Promise<string[]> {
  const purchases = await db().storagePurchase.findMany({
    where: { fileId, state: "paid" },
    select: { orderId: true },
  });
  const paid = await db().order.findMany({
    where: { id: { in: purchases.map(({ orderId }) => orderId) } },
    select: { person: true },
  });
  const orders = await db().order.findMany({
    where: { productKind: "file", productId: fileId, person: { in: paid.map(({ person }) => person) } },
    select: { id: true },
  });
  return orders.map(({ id }) => id);
}

/** Orders of a file whose grants have not ended; those that are held have no end. */
async function findOrdersOf(fileId: string, now: Date): Promise<string[]> {
  const where = { productKind: "file", productId: fileId, orderId: { not: null }, ...live(now) };
  const grants = await db().entitlement.findMany({ where, select: { orderId: true }, distinct: ["orderId"] });
  return grants.flatMap(({ orderId }) => orderId ?? []);
}

/**
 * A seller can add versions without end: each buyer gets one mail about them a day. One that is not sent yet does not count: it
 * is only sent if it is about the newest version.
 */
async function withoutTold(recipients: Recipient[], now: Date): Promise<Recipient[]> {
  const told = await db().delivery.findMany({
    where: {
      notice: { kind: "new-version" },
      state: { in: ["sending", "sent"] },
      updatedAt: { gt: new Date(now.getTime() - DAY) },
      recipient: { in: recipients.map(({ id }) => id) },
    },
    select: { recipient: true },
  });
  const ids = new Set(told.map(({ recipient }) => recipient));
  return recipients.filter(({ id }) => !ids.has(id));
}
