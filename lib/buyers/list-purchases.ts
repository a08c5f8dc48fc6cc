import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { chooseVersion } from "@/lib/payments/access/choose-version";
import type { PaymentState } from "@/lib/payments/schema";
import { isUnresolved, UNRESOLVED } from "@/lib/payments/states";
import { fileUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";
import type { RefundPolicy } from "@/lib/refunds/schema";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findOwnPayment, paidBy } from "./own-payment";
import type { Purchase, PurchaseList } from "./schema";

/** The most purchases in one response. */
const PURCHASES_SHOWN = 25;

/** What a buyer sees: money that left, may still leave, or came back. Failed payments charged nothing and are not shown. */
const shownStates: PaymentState[] = ["settled", ...UNRESOLVED, "reverted", "refunded"];

/**
 * What a wallet bought here, the newest first, including deleted files.
 *
 * @param before the payment that was shown last: returns the older ones
 * @throws AppError `payment_not_found` when that is none of the buyer's own
 */
export async function listPurchases(buyer: BuyerSession, now: Date, before?: string): Promise<PurchaseList> {
  const last = before === undefined ? null : await findOwnPayment(buyer, before);
  const older = { OR: [{ createdAt: { lt: last?.createdAt } }, { createdAt: last?.createdAt, id: { lt: last?.id } }] };
  const rows = await db().payment.findMany({
    where: { ...paidBy(buyer), state: { in: shownStates }, ...(last ? older : {}) },
    include: { file: { select: { title: true } }, terms: { include: { version: true } }, grants: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PURCHASES_SHOWN + 1,
  });
  return {
    ...buyer,
    purchases: await Promise.all(rows.slice(0, PURCHASES_SHOWN).map((row) => toPurchase(row, now))),
    older: rows.length > PURCHASES_SHOWN,
  };
}

type Row = NonNullable<Awaited<ReturnType<typeof readOne>>>;
const readOne = () =>
  db().payment.findFirst({
    include: { file: { select: { title: true } }, terms: { include: { version: true } }, grants: true },
  });

async function toPurchase(row: Row, now: Date): Promise<Purchase> {
  const { version } = row.terms;
  const network = findNetwork(row.chainId);
  const pending = isUnresolved(row.state);
  const standing = row.grants.filter(({ revokedAt }) => revokedAt === null);
  const longest = standing.reduce((one: Row["grants"][number] | null, other) => {
    return one && one.downloadUntil >= other.downloadUntil ? one : other;
  }, null);
  return {
    paymentId: row.id,
    fileId: row.fileId,
    fileUrl: fileUrl(row.fileId),
    title: row.file.title,
    name: version.name,
    mediaType: version.mediaType,
    size: Number(version.size),
    version: version.number,
    price: formatUsd(row.terms.priceMicroUsd),
    network: network?.caip2 ?? `eip155:${row.chainId}`,
    networkName: network?.name ?? `chain ${row.chainId}`,
    at: (row.settledAt ?? row.createdAt).toISOString(),
    state: row.state as PaymentState,
    pending,
    access: pending ? "waiting" : await accessBy(row, longest, now),
    downloadUntil: longest?.downloadUntil.toISOString() ?? null,
    refundPolicy: row.terms.refundPolicy as RefundPolicy | null,
    refundNote: row.terms.refundNote,
    receipt: ["settled", "refunded"].includes(row.state) && row.transaction !== null && network !== undefined,
  };
}

async function accessBy(row: Row, grant: Row["grants"][number] | null, now: Date): Promise<Purchase["access"]> {
  if (!grant) return "revoked";
  if (grant.downloadUntil <= now) return "ended";
  // The purchased version may be gone while a later one that came with it is still there.
  if (row.terms.version.bytesGoneAt === null) return "open";
  const file = await findFile(row.fileId, now);
  const opened = file ? await chooseVersion(file, { access: "paid", grant }, undefined) : null;
  return opened?.kind === "open" ? "open" : "gone";
}
