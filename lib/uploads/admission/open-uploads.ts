import "server-only";
import { type Db, db, type Tx } from "@/lib/db/client";
import { lastMovement } from "@/lib/uploads/bytes/movement";
import { readPart } from "@/lib/uploads/bytes/upload-file";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { expiryOf, isPaidFor } from "./find-upload";
import { paying, readStandings } from "./known-sellers";
import type { OpenUpload } from "./open-upload";
import { readBeingPaid } from "./reserved-room";

/** The received bytes of each open upload, by its id. */
export type Parts = Map<string, { size: number; lastByteAt: Date } | null>;

/** Finished ones that were paid for take nothing from others any more, however many they are. */
const isOpen = {
  OR: [
    { state: "receiving" satisfies UploadState },
    { state: "finished" satisfies UploadState, paidDays: null, paidForFileId: null },
  ],
};

/** Reads the files of all open uploads. */
export async function readParts(): Promise<Parts> {
  const where = { state: "receiving" satisfies UploadState };
  const rows = await db().upload.findMany({ where, select: { id: true } });
  return new Map(await Promise.all(rows.map(async ({ id }) => [id, await readPart(id)] as const)));
}

/** Every unclaimed upload that is still kept, as quotas count it. One that is not in `parts` began since. */
export async function readOpenUploads(
  client: Db | Tx,
  parts: Parts,
  now: Date,
): Promise<(OpenUpload & { id: string })[]> {
  const rows = await client.upload.findMany({ where: isOpen });
  const beingPaid = await readBeingPaid(client);
  const standingOf = await readStandings(
    client,
    rows.map(({ sellerId }) => sellerId),
  );
  const ending = rows.map((row) => ({
    ...row,
    endsAt: expiryOf(row, parts.get(row.id) ?? null, standingOf(row.sellerId)),
  }));
  const kept = ending.filter(({ id, endsAt }) => beingPaid.has(id) || endsAt > now);
  return kept.map(({ id, size, ipPrefix, sellerId, state, createdAt, finishedAt, endsAt, ...row }) => {
    const part = parts.get(id);
    const received = state === "finished" ? size : BigInt(part?.size ?? 0);
    const movedAt = finishedAt ?? part?.lastByteAt ?? createdAt;
    // Complete but not finished: it is being hashed, and its owner can do nothing more.
    const isWhole = state === "receiving" && received === size;
    const restsSince = isWhole ? now : (finishedAt ?? lastMovement(id, movedAt));
    const isPaid = isPaidFor(row) || beingPaid.has(id);
    const standing = isPaid ? paying : standingOf(sellerId);
    return { id, size, ipPrefix, sellerId, received, movedAt, restsSince, endsAt, isPaid, ...standing };
  });
}
