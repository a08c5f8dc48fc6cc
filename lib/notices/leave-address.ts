import "server-only";
import { findOwnPayment } from "@/lib/buyers/own-payment";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locales";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import type { PaymentRow } from "@/lib/payments/rows";
import { type Credentials, findAccess } from "@/lib/products/files/access/find-access";
import { findFile } from "@/lib/products/files/find-file";
import { settings } from "@/lib/settings/settings";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { findLastTyped, rememberFirst } from "@/lib/typed-addresses/remember-first";
import { isUnsubscribed } from "@/lib/typed-addresses/unsubscribe";
import type { LeftAddress } from "./schema";

type Given = { email: string; locale: Locale };

/**
 * Stores an e-mail address that somebody with access to a paid file leaves, and sends one message to it (rule 15).
 *
 * @throws AppError `file_not_found`; `payment_not_found` without paid access; as `leaveAddress`
 */
export async function leaveAddressByAccess(
  fileId: string,
  shown: Credentials,
  given: Given,
  now: Date,
): Promise<LeftAddress> {
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  const found = await findAccess(file, shown, now);
  if (found.kind !== "access" || !found.payment) throw new AppError("payment_not_found");
  return leaveAddress(found.payment, given, now);
}

/** The same for a payer who is signed in to "My purchases". @throws AppError `payment_not_found`; as `leaveAddress` */
export async function leaveAddressAsPayer(
  buyer: BuyerSession,
  paymentId: string,
  given: Given,
  now: Date,
): Promise<LeftAddress> {
  return leaveAddress(await findOwnPayment(buyer, paymentId), given, now);
}

/**
 * @throws AppError `payment_not_found` for what was not paid for; `address_waits` when another address of this payment has had
 *   its message and is not confirmed; `too_many_requests` for an address that got too many
 */
async function leaveAddress(payment: PaymentRow, { email, locale }: Given, now: Date): Promise<LeftAddress> {
  const { id: orderId, order } = payment;
  if (!settings().smtpUrl) throw new AppError("invalid_input", { detail: "This server sends no e-mail." });
  if (order.state !== "paid" || order.priceMicroUsd === 0n) throw new AppError("payment_not_found");
  return db().$transaction(async (tx) => {
    const before = await tx.buyerAddress.findUnique({ where: { orderId } });
    const isStopped = await isUnsubscribed(tx, email);
    const isKnown = before !== null && before.email === email.toLowerCase();
    if (isKnown && (before.stoppedAt === null || isStopped)) {
      return { email, confirmed: before.confirmedAt !== null && before.stoppedAt === null };
    }
    const erased = before ? null : await findLastTyped(tx, orderId, email);
    const waits = before ? before.confirmedAt === null : erased?.isConfirmed === false;
    if (waits && !isKnown && !erased?.isSame) throw new AppError("address_waits");
    // Erased and left again: the notice of that id shows whether it has had its message.
    const id = waits && erased ? erased.id : newId();
    await rememberFirst(tx, { id, email, orderId }, now);
    await tx.buyerAddress.deleteMany({ where: { orderId } });
    // Its owner has unsubscribed: nothing is sent, and nobody else learns that.
    const stoppedAt = isStopped ? now : null;
    const row = { id, orderId, email: email.toLowerCase(), locale, stoppedAt, createdAt: now };
    await tx.buyerAddress.create({ data: row });
    if (!isStopped) await notify(tx, { kind: "address-left", addressId: id }, now);
    return { email, confirmed: false };
  });
}
