import "server-only";
import { unwrittenDownloads } from "@/lib/entitlements/downloads";
import type { Gift, GiftState } from "./schema";

type Row = {
  id: string;
  entitlementId: string;
  label: string;
  createdAt: Date;
  takenAt: Date | null;
  entitlement: { until: Date | null; revokedAt: Date | null; downloads: number };
};

/** The state of a gift. */
export function giftState({ takenAt, entitlement }: Pick<Row, "takenAt" | "entitlement">, now: Date): GiftState {
  if (entitlement.revokedAt !== null) return "ended";
  if (endOf(entitlement) <= now) return "over";
  return takenAt === null ? "open" : "taken";
}

/** When a gift's access ends: every gift is made with an end. */
export function endOf({ until }: { until: Date | null }): Date {
  if (until === null) throw new Error("A gift has no end.");
  return until;
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
