import "server-only";
import { findOwnPayment } from "@/lib/buyers/own-payment";
import { DAY } from "@/lib/clock";
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
import type { LeftAddress } from "./schema";

/** So many first messages to one address within a day, whatever was bought: it may be somebody else's. */
const FIRST_A_DAY = 3;

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
    if (before && isSame(before.email, email)) return { email, confirmed: before.confirmedAt !== null };
    if (before && before.confirmedAt === null) throw new AppError("address_waits");
    const others = await tx.buyerAddress.findMany({ where: { email: email.toLowerCase() } });
    const isNew = (one: (typeof others)[number]) =>
      one.confirmedAt === null && one.createdAt.getTime() + DAY > now.getTime();
    if (others.filter(isNew).length >= FIRST_A_DAY) {
      throw new AppError("too_many_requests", {
        detail: "This address got several messages today. Try again tomorrow.",
        headers: { "Retry-After": String(DAY / 1_000) },
      });
    }
    await tx.buyerAddress.deleteMany({ where: { orderId } });
    // Its owner has unsubscribed: nothing is sent, and nobody else learns that.
    const stoppedAt = others.some((one) => one.stoppedAt !== null && one.confirmedAt === null) ? now : null;
    const row = { id: newId(), orderId, email: email.toLowerCase(), locale, stoppedAt, createdAt: now };
    await tx.buyerAddress.create({ data: row });
    if (!stoppedAt) await notify(tx, { kind: "address-left", addressId: row.id }, now);
    return { email, confirmed: false };
  });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
