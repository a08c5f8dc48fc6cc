import { z } from "zod";
import { DAY } from "@/lib/clock";
import { NOTICE_DAYS } from "./limits";

/** Ending storage that was paid for (rule 11g). Shared with the browser. */

/** What storage was paid for: a file, or an upload that nobody has put on sale yet. */
export type Stored = { kind: "file" | "upload"; id: string };

/** `POST /api/operator/files/{fileId}/storage-end`: ISO 8601, at least 30 days ahead; by default exactly so. */
export const endStorageSchema = z.strictObject({ endsAt: z.iso.datetime().optional() });

/** What follows of it. Amounts are exact USD. */
export type StorageEnd = {
  /** ISO 8601: until when it is stored. */
  endsAt: string;
  /** How many payments something is owed for, and how much by this act and before it. */
  payments: number;
  owed: string;
};

type Kept = { keptUntil: Date | null; storageEndsAt: Date | null };

/** Whether the storage of a file can be ended at the earliest date, or sooner than it ends already. */
export function mayEndStorage({ keptUntil, storageEndsAt }: Kept, now: Date): boolean {
  const earliest = new Date(now.getTime() + NOTICE_DAYS * DAY);
  return keptUntil !== null && keptUntil > now && (storageEndsAt === null || storageEndsAt > earliest);
}
