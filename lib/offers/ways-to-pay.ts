import "server-only";
import { systemClock } from "@/lib/clock";
import { methods } from "@/lib/payment-methods/methods";
import type { PaymentTerms } from "@/lib/payments/ports";

/** The part of an offer that decides where it can be paid. */
export type Priced = {
  priceMicroUsd: bigint;
  /** The payee, as rows write it. */
  payTo: string;
  /** CAIP-2 ids (comma-separated) of the networks where `payTo` can receive; empty: everywhere. */
  payToNetworks: string;
};

/** The ways to pay these terms: those that a page offers, a challenge lists and a payment must name. Makes no request. */
export function waysToPay({ priceMicroUsd, payTo, payToNetworks }: Priced): PaymentTerms[] {
  if (priceMicroUsd === 0n) return [];
  const due = { payee: payTo, priceMicroUsd, payeeNetworks: networksOf(payToNetworks) };
  const now = systemClock.now();
  return methods.flatMap((method) => method.terms(due, null, now));
}

/** The ways to pay that have no known trouble: one that would prevent every payment to this payee. */
export function openWaysToPay(priced: Priced): PaymentTerms[] {
  return waysToPay(priced).filter(({ trouble }) => trouble === null);
}

/** Whether the payout address of these terms exists on a network: a plain key does everywhere. */
export function canReceive({ payToNetworks }: Pick<Priced, "payToNetworks">, { caip2 }: { caip2: string }): boolean {
  return networksOf(payToNetworks)?.includes(caip2) ?? true;
}

/** As the column has them; null: everywhere. */
function networksOf(payToNetworks: string): string[] | null {
  return payToNetworks === "" ? null : payToNetworks.split(",");
}
