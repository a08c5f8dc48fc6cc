import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import type { PaymentRow } from "@/lib/payments/rows";
import type { KeptStorage } from "@/lib/products/storage/schema";

/** The JSON of storage that was paid for. */
export async function keptStorage({ id, network, transaction, order }: PaymentRow): Promise<KeptStorage> {
  const { uploadId, fileId, size, days } = await db().storagePurchase.findUniqueOrThrow({ where: { orderId: id } });
  return {
    paymentId: id,
    uploadId,
    fileId,
    size: Number(size),
    days,
    keptUntil: (await readKeptUntil({ uploadId, fileId }))?.toISOString() ?? null,
    price: formatUsd(order.priceMicroUsd),
    network,
    transaction,
  };
}

async function readKeptUntil({ uploadId, fileId }: { uploadId: string | null; fileId: string | null }) {
  if (fileId) return (await db().file.findUnique({ where: { id: fileId } }))?.keptUntil ?? null;
  const upload = uploadId ? await db().upload.findUnique({ where: { id: uploadId } }) : null;
  if (!upload?.finishedAt || upload.paidDays === null) return null;
  return new Date(upload.finishedAt.getTime() + upload.paidDays * DAY);
}
