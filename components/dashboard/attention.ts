import type { OwnFile } from "@/lib/products/files/schema";
import type { Dashboard, Sale } from "@/lib/sellers/schema";

/** What a seller should see first. */
export type Attention =
  | { kind: "slow-payment"; sale: Sale }
  | { kind: "ending-soon"; file: OwnFile }
  /** Its sale has ended and its storage will: extending the sale keeps it. */
  | { kind: "deleted-soon"; file: OwnFile };

const SLOW = 2 * 60 * 1_000;
const DAY = 24 * 60 * 60 * 1_000;
const SOON = 3 * DAY;
const DELETED_SOON = 10 * DAY;

/**
 * Payments confirming for over 2 minutes, then files that are deleted within 10 days, then files whose sale ends within 3
 * days, each soonest first.
 */
export function needsAttention({ sales, files }: Pick<Dashboard, "sales" | "files">, now: number): Attention[] {
  const slow = sales.filter((sale) => isConfirming(sale) && now - Date.parse(sale.at) > SLOW);
  const ending = files
    .filter((file) => file.state === "on-sale" && endOf(file.saleEndsAt) - now < SOON)
    .sort((one, other) => endOf(one.saleEndsAt) - endOf(other.saleEndsAt));
  const deleted = files
    .filter((file) => file.state === "ended" && !file.bytesGoneAt && endOf(file.storedUntil) - now < DELETED_SOON)
    .sort((one, other) => endOf(one.storedUntil) - endOf(other.storedUntil));
  return [
    ...slow.map((sale): Attention => ({ kind: "slow-payment", sale })),
    ...deleted.map((file): Attention => ({ kind: "deleted-soon", file })),
    ...ending.map((file): Attention => ({ kind: "ending-soon", file })),
  ];
}

/** @param iso null for no end */
function endOf(iso: string | null): number {
  return iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso);
}

function isConfirming(sale: Sale): boolean {
  return sale.state === "reserved" || sale.state === "settling" || sale.state === "unknown";
}
