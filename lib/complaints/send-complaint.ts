import "server-only";
import { findOwnPayment } from "@/lib/buyers/own-payment";
import { cleanLine, cleanParagraphs } from "@/lib/clean-text";
import { DAY, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { type Credentials, findAccess } from "@/lib/products/files/access/find-access";
import { findFile } from "@/lib/products/files/find-file";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import type { SendComplaint, SentComplaint } from "./schema";

/** Messages about one payment: a buyer can add to a message, but cannot flood a dashboard. */
const COMPLAINTS_PER_DAY = 3;
export const COMPLAINTS_IN_ALL = 20;

/** Payments that were settled once. */
const paidStates = ["settled", "reverted", "refunded"];

/**
 * Stores a message to the seller from somebody with access to a paid file.
 *
 * @throws AppError `file_not_found`; `payment_not_found` without paid access
 */
export async function complainByAccess(
  fileId: string,
  shown: Credentials,
  said: SendComplaint,
  now: Date,
): Promise<SentComplaint> {
  return store(await findPaidAccess(fileId, shown, now), said, now);
}

/**
 * The same for a payer who is signed in to "My purchases", also after the download period has ended.
 *
 * @throws AppError `payment_not_found`
 */
export async function complainAsPayer(
  buyer: BuyerSession,
  paymentId: string,
  said: SendComplaint,
  now: Date,
): Promise<SentComplaint> {
  return store(await findOwnPayment(buyer, paymentId), said, now);
}

/**
 * The payment that opens a file for this request.
 *
 * @throws AppError as above
 */
export async function findPaidAccess(fileId: string, shown: Credentials, now: Date): Promise<PaymentRow> {
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  const found = await findAccess(file, shown, now);
  const payment = found.kind === "access" ? found.payment : null;
  if (!payment) throw nobodysPayment();
  return payment;
}

async function store(payment: PaymentRow, said: SendComplaint, now: Date): Promise<SentComplaint> {
  if (!paidStates.includes(paymentState(payment))) throw nobodysPayment();
  const text = cleanParagraphs(said.text);
  if (text === "") throw new AppError("invalid_input", { detail: "Write what is wrong." });
  const replyTo = cleanLine(said.replyTo ?? "") || null;
  return db().$transaction(async (tx) => {
    const earlier = await tx.complaint.findMany({
      where: { orderId: payment.id },
      orderBy: { createdAt: "desc" },
      take: COMPLAINTS_IN_ALL,
    });
    const today = earlier.filter(({ createdAt }) => createdAt.getTime() + DAY > now.getTime());
    // Clicked twice, or sent again after a lost response.
    const same = today.find((one) => one.text === text && one.replyTo === replyTo);
    if (same) return toSent(same);
    refuseTooMany(earlier.length, today, now);
    const { sellerId } = await tx.file.findUniqueOrThrow({ where: { id: payment.order.productId } });
    const data = { id: newId(), orderId: payment.id, sellerId, text, replyTo, createdAt: now };
    await notify(tx, { kind: "complaint", complaintId: data.id }, now);
    return toSent(await tx.complaint.create({ data }));
  });
}

function refuseTooMany(inAll: number, today: { createdAt: Date }[], now: Date): void {
  if (inAll >= COMPLAINTS_IN_ALL) {
    throw new AppError("too_many_requests", {
      detail: "You have already written several times about this purchase. The seller has your messages.",
    });
  }
  const first = today[COMPLAINTS_PER_DAY - 1];
  if (!first) return;
  const seconds = Math.ceil((first.createdAt.getTime() + DAY - now.getTime()) / SECOND);
  throw new AppError("too_many_requests", {
    detail: `The seller has your messages. You can write ${COMPLAINTS_PER_DAY} a day about one purchase.`,
    headers: { "Retry-After": String(seconds) },
  });
}

function toSent({ id, createdAt }: { id: string; createdAt: Date }): SentComplaint {
  return { id, sentAt: createdAt.toISOString() };
}

function nobodysPayment(): AppError {
  return new AppError("payment_not_found", { detail: "Only somebody who paid for this file can write to its seller." });
}
