import { formatBytes } from "@/commands/pay/format-bytes";
import { Refused } from "@/commands/pay/refused";
import { IDEMPOTENCY_KEY_HEADER, STORAGE_DAYS_HEADER } from "@/lib/products/storage/schema";
import { METADATA_NAME, UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";
import { daysKept } from "./options";
import { payForStorage, takeUpPayment } from "./pay-for-storage";
import type { StorageRequest } from "./present-payment";
import { noteDown, type Run, say } from "./run";

/**
 * Has the server make room for the file (tus 1.0.0, "Creation"), and pays for it where storage costs something.
 *
 * @throws Refused, Interrupted, UsageError
 */
export async function makeRoom(run: Run): Promise<void> {
  const outcome = (await takeUpPayment(run, requestFor(run))) ?? (await payForStorage(run, requestFor(run)));
  if (outcome.kind === "found") {
    if (outcome.uploadId === null)
      throw new Refused("The payment was made, but the server does not say for which upload.");
    return noteDown(run, { uploadId: outcome.uploadId });
  }
  const { headers } = outcome.response;
  await outcome.response.body?.cancel();
  await noteDown(run, {
    uploadId: readUploadId(headers.get("location"), run.options.server),
    uploadToken: headers.get(UPLOAD_TOKEN_HEADER) ?? run.sale.uploadToken,
  });
}

function requestFor({ options, file, sale, storage }: Run): StorageRequest {
  const days = sale.payment?.days ?? daysKept(options);
  if (sale.payment && days !== daysKept(options)) say(`An earlier run paid for ${days} days: that holds.`);
  // A seller who names no number of days wants what is free, while there is some of that.
  const isPaid =
    storage.price !== null && (options.days !== null || sale.payment !== null || !fitsFreeRoom(storage, file));
  return {
    purpose: "room",
    path: UPLOADS_PATH,
    days,
    what: `${file.name} (${formatBytes(file.size)})`,
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(file.size),
      "Upload-Metadata": `${METADATA_NAME} ${Buffer.from(file.name).toString("base64")}`,
      [UPLOAD_TOKEN_HEADER]: sale.uploadToken,
      ...(isPaid ? { [STORAGE_DAYS_HEADER]: String(days), [IDEMPOTENCY_KEY_HEADER]: sale.idempotencyKey } : {}),
    },
  };
}

function fitsFreeRoom({ freeRoom }: Run["storage"], { size }: Run["file"]): boolean {
  return freeRoom !== null && freeRoom.left >= size;
}

/** @throws Refused for an address elsewhere: the file would go there */
function readUploadId(location: string | null, server: string): string {
  const url = location === null ? null : new URL(location, new URL(UPLOADS_PATH, server));
  const id = url?.origin === server ? url.pathname.split("/").pop() : "";
  if (!id || url?.pathname !== `${UPLOADS_PATH}/${id}`) {
    throw new Refused(`The server names no address for the upload that is its own: ${location ?? "none"}`);
  }
  return id;
}
