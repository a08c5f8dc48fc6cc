import "server-only";
import { unwrittenDownloads } from "@/lib/entitlements/downloads";
import type { Gift, GiftState } from "./schema";

type Row = {
  id: string;
  grantId: string;
  label: string;
  createdAt: Date;
  takenAt: Date | null;
  grant: { downloadUntil: Date; revokedAt: Date | null; downloads: number };
};

/** The state of a gift. */
export function giftState({ takenAt, grant }: Pick<Row, "takenAt" | "grant">, now: Date): GiftState {
  if (grant.revokedAt !== null) return "ended";
  if (grant.downloadUntil <= now) return "over";
  return takenAt === null ? "open" : "taken";
}

/** A gift as its seller sees it. */
export function toGift(row: Row, now: Date): Gift {
  return {
    id: row.id,
    label: row.label,
    state: giftState(row, now),
    createdAt: row.createdAt.toISOString(),
    until: row.grant.downloadUntil.toISOString(),
    takenAt: row.takenAt?.toISOString() ?? null,
    downloads: row.grant.downloads + unwrittenDownloads(row.grantId),
  };
}
