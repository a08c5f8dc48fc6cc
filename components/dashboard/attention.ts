import type { OwnFile } from "@/lib/products/files/schema";
import type { Overview } from "@/lib/seller-pages/schema";
import type { Sale } from "@/lib/sellers/schema";

/** What a seller should see first. */
export type Attention =
  | { kind: "slow-payment"; sale: Sale }
  | { kind: "ending-soon"; file: OwnFile }
  /** Its sale has ended and its storage will: extending the sale keeps it. */
  | { kind: "deleted-soon"; file: OwnFile }
  /** What was paid for its storage ends: paying for more time keeps it. */
  | { kind: "kept-soon"; file: OwnFile }
  /** The operator ends its storage. */
  | { kind: "operator-ends"; file: OwnFile };

const SLOW = 2 * 60 * 1_000;
const DAY = 24 * 60 * 60 * 1_000;
const SOON = 3 * DAY;
const DELETED_SOON = 10 * DAY;

/**
 * Payments confirming for over 2 minutes, then files that are deleted within 10 days, without payment or because theirs ends,
 * then those whose storage the operator ends, then files whose sale ends within 3 days, each soonest first.
 */
export function needsAttention({ sales, files }: Pick<Overview, "sales" | "files">, now: number): Attention[] {
  const slow = sales.filter((sale) => isConfirming(sale) && now - Date.parse(sale.at) > SLOW);
  const ending = files
    .filter((file) => file.state === "on-sale" && endOf(file.saleEndsAt) - now < SOON)
    .sort((one, other) => endOf(one.saleEndsAt) - endOf(other.saleEndsAt));
  const deleted = files
    .filter((file) => isUnpaidEnd(file) && endOf(file.storedUntil) - now < DELETED_SOON)
    .sort((one, other) => endOf(one.storedUntil) - endOf(other.storedUntil));
  const kept = files
    .filter((file) => isPaidFor(file) && !isEnded(file) && endOf(file.keptUntil) - now < DELETED_SOON)
    .sort((one, other) => endOf(one.keptUntil) - endOf(other.keptUntil));
  const stopped = files
    .filter((file) => isPaidFor(file) && isEnded(file))
    .sort((one, other) => endOf(one.keptUntil) - endOf(other.keptUntil));
  const named = [...kept, ...stopped];
  return [
    ...slow.map((sale): Attention => ({ kind: "slow-payment", sale })),
    ...deleted.map((file): Attention => ({ kind: "deleted-soon", file })),
    ...kept.map((file): Attention => ({ kind: "kept-soon", file })),
    ...stopped.map((file): Attention => ({ kind: "operator-ends", file })),
    ...ending.filter((file) => !named.includes(file)).map((file): Attention => ({ kind: "ending-soon", file })),
  ];
}

function isUnpaidEnd({ state, bytesGoneAt, keptUntil }: OwnFile): boolean {
  return state === "ended" && !bytesGoneAt && !keptUntil;
}

function isPaidFor({ state, bytesGoneAt, keptUntil }: OwnFile): boolean {
  return Boolean(keptUntil) && !bytesGoneAt && state !== "removed";
}

function isEnded({ storageEnding }: OwnFile): boolean {
  return storageEnding?.why === "ended";
}

/** @param iso null for no end */
function endOf(iso: string | null): number {
  return iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso);
}

function isConfirming(sale: Sale): boolean {
  return sale.state === "reserved" || sale.state === "settling" || sale.state === "unknown";
}
