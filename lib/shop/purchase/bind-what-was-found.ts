import "server-only";
import type { Deadline } from "@/lib/deadline";
import { bindFound, isAnyFound } from "@/lib/payments/found-transfers";
import type { Payer, ProductRef } from "@/lib/payments/ports";
import { shop } from "@/lib/shop/shop";
import { isOnItsWay } from "./is-on-its-way";
import type { Signed } from "./read-payment";

/** A fresh authorization, which nobody else has, proves its payer: a transfer found for this product belongs to the payer. */
export async function bindWhatWasFound(
  ref: ProductRef,
  { method, authorization }: Signed,
  payer: Payer,
  { deadline, now }: { deadline: Deadline; now: Date },
): Promise<void> {
  if (!(await isAnyFound(ref, payer)) || (await isOnItsWay(method, authorization, deadline))) return;
  await bindFound(shop, ref, payer, now);
}
