import "server-only";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { priceOn, storagePrice } from "@/lib/products/storage/price";
import { settings } from "@/lib/settings/settings";

/** Where storage can be paid for. */
export const uploadStorageUrl = (uploadId: string) => `${settings().appUrl}/api/storage/uploads/${uploadId}`;
export const fileStorageUrl = (fileId: string) => `${settings().appUrl}/api/files/${fileId}/storage`;

/** What has to be paid for: so many bytes for so many days, there. */
export type Missing = { storageUrl: string; size: bigint; days: number };

/**
 * The error for a file that nobody has paid for.
 *
 * @param replacesFileId the file that a version is too large for: what is to be paid is the difference
 */
export function storageUnpaid(missing: Missing, detail: string, replacesFileId?: string): AppError {
  const members = { ...toMembers(missing), ...(replacesFileId === undefined ? {} : { replacesFileId }) };
  return new AppError("storage_unpaid", { detail, members });
}

/** The error for dates that reach further than what was paid for. `days` is how many more. */
export function storageTooShort(missing: Missing, keptUntil: Date, neededUntil: Date): AppError {
  return new AppError("storage_too_short", {
    detail:
      "Its last buyer could not download for as long as you promise. Choose an earlier end of the sale, or pay for " +
      `${missing.days} more ${missing.days === 1 ? "day" : "days"}.`,
    members: {
      ...toMembers(missing),
      keptUntil: keptUntil.toISOString(),
      neededUntil: neededUntil.toISOString(),
    },
  });
}

function toMembers({ storageUrl, size, days }: Missing) {
  return { storageUrl, days, price: formatUsd(lowestPrice(size, days)) };
}

/** What it costs at least: on the network with the lowest price. */
function lowestPrice(size: bigint, days: number): bigint {
  const { storage, minPriceMicroUsd } = settings();
  const rateMicroUsd = storage?.rateMicroUsd ?? 0n;
  return priceOn(storagePrice({ size, days, rateMicroUsd }), { lowestMicroUsd: minPriceMicroUsd });
}
