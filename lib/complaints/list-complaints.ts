import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { type PaymentRow, paymentState, withOrder } from "@/lib/payments/rows";
import { readSold, type Sold } from "@/lib/products/files/sold-terms";
import type { Complaint, ComplaintList } from "./schema";

/** The most complaints in one response. */
const COMPLAINTS_SHOWN = 50;

type Asked = { done?: boolean; before?: string | undefined };

/**
 * Complaints to a seller, page by page: the open ones, the newest first, or those that are done, the last one first.
 *
 * @param asked `before`: the id of the last one that is shown already
 */
export async function listComplaints(sellerId: string, { done = false, before }: Asked = {}): Promise<ComplaintList> {
  const [rows, open] = await Promise.all([
    db().complaint.findMany({
      where: { sellerId, doneAt: done ? { not: null } : null },
      orderBy: [{ [done ? "doneAt" : "createdAt"]: "desc" }, { id: "desc" }],
      take: COMPLAINTS_SHOWN + 1,
      ...(before === undefined ? {} : { cursor: { id: before }, skip: 1 }),
    }),
    countOpen(sellerId),
  ]);
  const complaints = await toComplaints(rows.slice(0, COMPLAINTS_SHOWN));
  return { complaints, more: rows.length > COMPLAINTS_SHOWN, open };
}

/** How many complaints wait for a seller. */
export function countOpen(sellerId: string): Promise<number> {
  return db().complaint.count({ where: { sellerId, doneAt: null } });
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["complaint"]["findFirst"]>>>;

/** Complaints with what they are about. */
export async function toComplaints(rows: Row[]): Promise<Complaint[]> {
  const where = { id: { in: rows.map(({ orderId }) => orderId) } };
  const payments = await db().transfer.findMany({ where, include: withOrder });
  const soldOf = await readSold(payments.map(({ order }) => order.offerId));
  return rows.flatMap((row) => {
    const payment = payments.find(({ id }) => id === row.orderId);
    return payment ? [toComplaint(row, payment, soldOf(payment.order.offerId))] : [];
  });
}

function toComplaint(row: Row, payment: PaymentRow, sold: Sold): Complaint {
  return {
    id: row.id,
    paymentId: payment.id,
    fileId: payment.order.productId,
    fileTitle: sold.file.title,
    version: sold.version.number,
    payer: payment.payer,
    price: formatUsd(payment.order.priceMicroUsd),
    paymentState: paymentState(payment),
    text: row.text,
    replyTo: row.replyTo,
    sentAt: row.createdAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    reply: row.reply,
    repliedAt: row.repliedAt?.toISOString() ?? null,
  };
}
