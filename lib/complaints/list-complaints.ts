import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import type { PaymentState } from "@/lib/payments/schema";
import type { Complaint, ComplaintList } from "./schema";

/** The most complaints in one response. */
const COMPLAINTS_SHOWN = 50;

/** The open complaints to a seller, the newest first. */
export async function listComplaints(sellerId: string): Promise<ComplaintList> {
  const rows = await db().complaint.findMany({
    where: { sellerId, doneAt: null },
    include: withPayment,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: COMPLAINTS_SHOWN + 1,
  });
  return { complaints: rows.slice(0, COMPLAINTS_SHOWN).map(toComplaint), more: rows.length > COMPLAINTS_SHOWN };
}

export const withPayment = {
  payment: {
    include: {
      file: { select: { title: true } },
      terms: { select: { priceMicroUsd: true, version: { select: { number: true } } } },
    },
  },
} as const;

const readOne = () => db().complaint.findFirstOrThrow({ include: withPayment });

export function toComplaint(row: Awaited<ReturnType<typeof readOne>>): Complaint {
  const { payment } = row;
  return {
    id: row.id,
    paymentId: payment.id,
    fileId: payment.fileId,
    fileTitle: payment.file.title,
    version: payment.terms.version.number,
    payer: payment.payer,
    price: formatUsd(payment.terms.priceMicroUsd),
    paymentState: payment.state as PaymentState,
    text: row.text,
    replyTo: row.replyTo,
    sentAt: row.createdAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
  };
}
