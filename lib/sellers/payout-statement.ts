import "server-only";
import { type Address, getAddress } from "viem";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { composeMessage } from "@/lib/eip4361/message";
import { AppError } from "@/lib/errors";
import { readReceiver } from "@/lib/payment-methods/evm/chain/receiver";
import { CLOSED_TERMS_PAYABLE } from "@/lib/products/files/payable-terms";
import { settings } from "@/lib/settings/settings";
import { SIGN_IN_TTL } from "@/lib/sign-in/schema";
import { issueNonce } from "@/lib/sign-in/single-use-nonce";
import type { PayoutChange, PayoutStatement } from "./schema";

/** Everything in a statement. */
export type Payout = {
  seller: { id: string; address: string; chainId: number; payTo: string; payoutHeldAt: Date | null };
  /** Lower case. */
  payTo: Address;
  change: PayoutChange;
};

/**
 * Parses a change of the payout address.
 *
 * @throws AppError `invalid_payout_address`; `invalid_input` for a network that is not offered, or that a contract account
 *   is not on; `sign_in_required`
 */
export async function readPayout(sellerId: string, change: PayoutChange): Promise<Payout> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const payTo = readReceiver(change.payTo);
  // After a restore without a journal the seller may confirm the same one.
  if (payTo === seller.payTo && seller.payoutHeldAt === null) {
    throw new AppError("invalid_payout_address", { detail: "This is your payout address already." });
  }
  const offered = settings().networks.some(({ chainId }) => chainId === change.chainId);
  if (!offered || (seller.chainId !== 0 && seller.chainId !== change.chainId)) {
    throw new AppError("invalid_input", { detail: "Your wallet is on a network that this server does not offer." });
  }
  return { seller, payTo, change };
}

/** What the signed-in wallet has to sign: `POST /api/profile/payout/statement`. */
export async function startPayout(sellerId: string, change: PayoutChange, now: Date): Promise<PayoutStatement> {
  const payout = await readPayout(sellerId, change);
  const nonce = issueNonce("payout", now, subjectOf(payout));
  return { message: payoutMessage(payout, nonce, now), nonce, issuedAt: now.toISOString() };
}

/** A nonce is valid only for this change: the same seller, old and new address, and end of the old one. */
export function subjectOf({ seller, payTo, change }: Payout): string {
  return `${seller.id} ${seller.payTo} ${payTo} ${change.revokeOld}`;
}

/**
 * The text that a wallet shows and signs: EIP-4361, so that the wallet itself compares the site with the current one.
 * Both addresses are in its statement. It is no sign-in: the nonce has another purpose.
 */
export function payoutMessage({ seller, payTo, change }: Payout, nonce: string, issuedAt: Date): string {
  const { appUrl } = settings();
  const after = change.revokeOld
    ? "Refuse payments to the old address from now on."
    : `Payments to the old address that are being signed are taken for ${CLOSED_TERMS_PAYABLE / MINUTE} minutes more.`;
  const whereTo =
    payTo === seller.payTo
      ? `Pay my sales to ${getAddress(payTo)}, as before.`
      : `Pay my sales to ${getAddress(payTo)} instead of ${getAddress(seller.payTo)}. ${after}`;
  return composeMessage({
    domain: new URL(appUrl).host,
    uri: appUrl,
    version: "1",
    address: seller.address,
    chainId: change.chainId,
    statement: `${whereTo} This costs nothing and moves no money.`,
    nonce,
    issuedAt: issuedAt.toISOString(),
    expirationTime: new Date(issuedAt.getTime() + SIGN_IN_TTL).toISOString(),
  });
}
