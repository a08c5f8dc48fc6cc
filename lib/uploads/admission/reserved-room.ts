import "server-only";
import type { Db, Tx } from "@/lib/db/client";

/** Bytes of uploads whose storage is being paid for: they have no row yet. */
export async function readReservedRoom(client: Db | Tx): Promise<bigint> {
  const where = { state: "reserved", kind: "upload" };
  const { _sum } = await client.storagePurchase.aggregate({ where, _sum: { size: true } });
  return _sum.size ?? 0n;
}

const beingPaid = { state: "reserved", kind: { in: ["uploaded", "larger"] } };

/** Uploads that are here and are being paid for at this moment: their room counts as paid, and they are not taken away. */
export async function readBeingPaid(client: Db | Tx): Promise<Set<string | null>> {
  const rows = await client.storagePurchase.findMany({ where: beingPaid, select: { uploadId: true } });
  return new Set(rows.map(({ uploadId }) => uploadId));
}

/** Whether an upload is one of them. */
export async function isBeingPaid(client: Db | Tx, uploadId: string): Promise<boolean> {
  return (await client.storagePurchase.count({ where: { ...beingPaid, uploadId } })) > 0;
}
