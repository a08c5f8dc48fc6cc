import "server-only";
import type { Db, Tx } from "@/lib/db/client";

/** Bytes of uploads whose storage is being paid for: they have no row yet. */
export async function readReservedRoom(client: Db | Tx): Promise<bigint> {
  const where = { state: "reserved", kind: "upload" };
  const { _sum } = await client.storagePurchase.aggregate({ where, _sum: { size: true } });
  return _sum.size ?? 0n;
}
