import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { settings } from "@/lib/settings/settings";

/**
 * The bytes that may still be stored without paying, by all sellers together who do not store for free (rule 11); 0 where nothing
 * may, or where storage is free.
 */
export async function readFreeRoom(client: Db | Tx): Promise<bigint> {
  const total = totalRoom();
  const left = total === 0n ? 0n : total - (await readUsed(client));
  return left > 0n ? left : 0n;
}

/** Whether so many bytes more fit. Inside the transaction that adds them, so that two at once cannot both take the last of it. */
export async function fitsIntoFreeRoom(client: Db | Tx, bytes: bigint): Promise<boolean> {
  const total = totalRoom();
  return total > 0n && (await readUsed(client)) + bytes <= total;
}

function totalRoom(): bigint {
  const { storage, sellers } = settings();
  return BigInt(storage === null || sellers !== "open" ? 0 : storage.freeRoom);
}

/** Adds up the files that nobody pays for and whose bytes are here, by their index. Files that are paid for cost nothing. */
async function readUsed(client: Db | Tx): Promise<bigint> {
  const seller = { quotaBytes: null, address: { notIn: settings().namedSellers } };
  const stored = await client.fileVersion.aggregate({
    where: { bytesGoneAt: null, file: { bytesGone: false, keptUntil: null, seller } },
    _sum: { size: true },
  });
  return stored._sum.size ?? 0n;
}
