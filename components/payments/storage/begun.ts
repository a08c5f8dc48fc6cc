import { hasSavedPayment } from "@/components/payments/wire/saved-payment";
import type { SafeStorage } from "@/components/ui/safe-storage";
import type { Offer } from "@/lib/offers/schema";
import { type Goods, type Target, targetOf } from "./goods";

/**
 * A purchase of storage that this browser has begun. It is kept from Pay until the outcome is known, so that a reload, or
 * another attempt, sends the same request with the same key and is charged once.
 */
export type Begun = { goods: Goods; offer: Offer; key: string };

const keyOf = (target: Target) => `filekiosk.${target}`;

export function loadBegun(store: SafeStorage, target: Target): Begun | null {
  try {
    const begun: unknown = JSON.parse(store.getItem(keyOf(target)) ?? "null");
    return isBegun(begun) ? begun : null;
  } catch {
    return null;
  }
}

/** True when something was signed for it whose outcome this browser does not know. */
export function isUnfinished(store: SafeStorage, target: Target): boolean {
  return hasSavedPayment(store, target) && loadBegun(store, target) !== null;
}

/**
 * Notes what is about to be paid for. The key stays while the goods do; and all of it stays while a signed payment for it is
 * unfinished, for that one is sent again first.
 *
 * @param newKey makes a key of at least 128 random bits
 */
export function begin(store: SafeStorage, goods: Goods, offer: Offer, newKey: () => string): Begun {
  const target = targetOf(goods);
  const before = loadBegun(store, target);
  if (before && hasSavedPayment(store, target)) return before;
  const key = before && areSame(before.goods, goods) ? before.key : newKey();
  const begun = { goods, offer, key };
  try {
    store.setItem(keyOf(target), JSON.stringify(begun));
  } catch {}
  return begun;
}

/** Its outcome is known: the next purchase is another one. */
export function endBegun(store: SafeStorage, target: Target): void {
  try {
    store.removeItem(keyOf(target));
  } catch {}
}

function areSame(one: Goods, other: Goods): boolean {
  if (one.kind !== other.kind || targetOf(one) !== targetOf(other)) return false;
  return !("days" in one) || !("days" in other) || one.days === other.days;
}

function isBegun(value: unknown): value is Begun {
  if (!value || typeof value !== "object") return false;
  const { goods, offer, key } = value as Record<string, unknown>;
  return typeof key === "string" && Boolean(goods) && typeof goods === "object" && Boolean(offer);
}
