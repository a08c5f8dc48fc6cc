import "server-only";
import { bindFound, isAnyFound } from "@/lib/payments/found-transfers";
import type { Payer } from "@/lib/payments/ports";
import { storageRef, type Wanted } from "@/lib/products/storage/storage-ref";
import { isOnItsWay } from "@/lib/shop/purchase/is-on-its-way";
import type { Signed } from "@/lib/shop/purchase/read-payment";
import { shop } from "@/lib/shop/shop";
import type { Timed } from "./request";

/** A fresh authorization, which nobody else has, proves its payer: what was found on the chain for this request is the payer's. */
export async function bindFoundStorage(
  wanted: Wanted,
  { method, authorization }: Signed,
  payer: Payer,
  { deadline, now }: Timed,
): Promise<void> {
  const ref = storageRef(wanted);
  if (!(await isAnyFound(ref, payer)) || (await isOnItsWay(method, authorization, deadline))) return;
  await bindFound(shop, ref, payer, now);
}
