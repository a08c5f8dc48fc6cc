import type { SafeStorage } from "@/components/ui/safe-storage";

/**
 * A tab's memory of a purchase, so that a reload continues instead of paying again. An authorization is kept from the
 * moment it is signed until its outcome is known, and never longer.
 */

/** A signed authorization in progress. */
export type SavedPayment = {
  /** The `PAYMENT-SIGNATURE` header, sent again exactly as it is. */
  header: string;
  /** Opens the file once the payment is settled. */
  claimToken: string;
  payer: string;
  /** Unix seconds. */
  validBefore: number;
  /** True once the server reported that nothing was charged, so that a fresh signature would not charge twice. */
  judged: boolean;
  /** True if the buyer ticked that the right of withdrawal ends with the download. */
  waives?: boolean;
};

/** An authorization with less time left (ms) is not worth presenting: facilitators reject it. */
export const MIN_LIFE = 15_000;

export type PaymentMemory = {
  load(): SavedPayment | null;
  save(payment: SavedPayment): void;
  clear(): void;
};

type Store = SafeStorage;

const paymentKey = (fileId: string) => `filekiosk.payment.${fileId}`;

/** True when this tab has an unfinished payment. */
export function hasSavedPayment(store: Store, fileId: string): boolean {
  return store.getItem(paymentKey(fileId)) !== null;
}

/** The memory for one file. A browser without storage forgets it on reload, with no other harm. */
export function paymentMemory(store: Store, fileId: string): PaymentMemory {
  const key = paymentKey(fileId);
  return {
    load() {
      try {
        const kept: unknown = JSON.parse(store.getItem(key) ?? "null");
        return isSavedPayment(kept) ? kept : null;
      } catch {
        return null;
      }
    },
    save(payment) {
      try {
        store.setItem(key, JSON.stringify(payment));
      } catch {}
    },
    clear() {
      try {
        store.removeItem(key);
      } catch {}
    },
  };
}

function isSavedPayment(value: unknown): value is SavedPayment {
  if (!value || typeof value !== "object") return false;
  const { header, claimToken, payer, validBefore, judged } = value as Record<string, unknown>;
  const texts = [header, claimToken, payer].every((text) => typeof text === "string");
  return texts && typeof validBefore === "number" && typeof judged === "boolean";
}

const recoveryKey = (fileId: string) => `filekiosk.recovery.${fileId}`;

/** The recovery link stays on the page over a reload of the tab; other tabs and later visits do not find it. */
export function keepRecoveryUrl(store: Store, fileId: string, url: string): void {
  try {
    store.setItem(recoveryKey(fileId), url);
  } catch {}
}

export function keptRecoveryUrl(store: Store, fileId: string): string | null {
  try {
    return store.getItem(recoveryKey(fileId));
  } catch {
    return null;
  }
}
