import "server-only";
import { unwrittenDownloads } from "@/lib/entitlements/downloads";
import type { Gift, GiftState } from "./schema";

type Ending = { until: Date | null; heldAt: Date | null; heldUntil: Date | null };

type Row = {
  id: string;
  entitlementId: string;
  label: string;
  createdAt: Date;
  takenAt: Date | null;
  entitlement: Ending & { revokedAt: Date | null; downloads: number };
};

/** The state of a gift. */
export function giftState({ takenAt, entitlement }: Pick<Row, "takenAt" | "entitlement">, now: Date): GiftState {
  if (entitlement.revokedAt !== null) return "ended";
  if (entitlement.heldAt === null && endOf(entitlement) <= now) return "over";
  return takenAt === null ? "open" : "taken";
}

/** When a gift's access ends: every gift is made with an end. Of one that is held, the end without the operator's decision. */
export function endOf({ until, heldUntil }: Pick<Ending, "until" | "heldUntil">): Date {
  const end = until ?? heldUntil;
  if (end === null) throw new Error("A gift has no end.");
  return end;
}

/** A gift as its seller sees it. */
export function toGift(row: Row, now: Date): Gift {
  return {
    id: row.id,
    label: row.label,
    state: giftState(row, now),
    createdAt: row.createdAt.toISOString(),
    until: endOf(row.entitlement).toISOString(),
    takenAt: row.takenAt?.toISOString() ?? null,
    downloads: row.entitlement.downloads + unwrittenDownloads(row.entitlementId),
  };
}
