import "server-only";
import { db } from "@/lib/db/client";
import { ipPrefix } from "@/lib/http/client-ip";
import { takeLimit } from "@/lib/http/rate-limit";
import { readDaysHeader } from "@/lib/products/storage/read-days";
import { STORAGE_DAYS_HEADER } from "@/lib/products/storage/schema";
import { wantUpload } from "@/lib/products/storage/wanted";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { inDialect } from "@/lib/shop/doors/in-dialect";
import { readShownPayment } from "@/lib/shop/doors/read-request";
import { withRefusal } from "@/lib/shop/doors/refused-settlement";
import type { Dialect } from "@/lib/shop/purchase/request";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { expiresAt } from "@/lib/uploads/admission/find-upload";
import { uploadLocation } from "@/lib/uploads/admission/upload-key";
import { readChosenToken } from "@/lib/uploads/protocol/chosen-token";
import { asTusError, checkCreation } from "@/lib/uploads/protocol/handle-upload";
import { bringsBytes } from "@/lib/uploads/protocol/part-headers";
import { tusHeaders } from "@/lib/uploads/protocol/tus-errors";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";
import { buyStorage } from "./buy-storage";
import type { Kept } from "./outcome";
import { settlementHeaders, storageError } from "./outcome-headers";
import { readIdempotencyKey } from "./read-request";

/** Whether a request creates an upload whose storage is to be paid for first. */
export async function paysForUpload({ method, headers }: Request, session: SessionData | null): Promise<boolean> {
  if (method !== "POST" || !headers.get(STORAGE_DAYS_HEADER) || settings().storage === null) return false;
  const seller = session && (await db().seller.findUnique({ where: { id: session.sellerId } }));
  return !seller || !storesFree(seller);
}

type Context = { session: SessionData | null; ip: string; now: Date };

/**
 * `POST /api/uploads` with `Storage-Days`: 402 with an offer for exactly these bytes and days, then the upload in room that is kept for
 * it (rule 11c). Reads no body: bytes that come with the request are to be sent again from the first one.
 *
 * @throws AppError for every error
 */
export async function createPaidUpload(request: Request, { session, ip, now }: Context): Promise<Response> {
  const { headers } = request;
  try {
    const { size, name } = checkCreation(request, session);
    const days = readDaysHeader(headers.get(STORAGE_DAYS_HEADER) ?? "");
    const key = readIdempotencyKey(headers);
    const { payment, dialect } = readShownPayment(headers);
    await takeLimit(payment === null ? "uploadCreate" : "pay", ipPrefix(ip));
    const outcome = await buyStorage({
      want: async () => ({ wanted: wantUpload({ size, days, name }, key), closed: null }),
      payment,
      dialect,
      chosenToken: readChosenToken(headers),
      now,
    });
    if (outcome.kind !== "kept") throw withRefusal(storageError(outcome), payment, dialect);
    return await created(outcome, request, dialect);
  } catch (error) {
    throw asTusError(error, request);
  }
}

async function created(
  { payment, uploadToken }: Kept,
  { headers }: Request,
  dialect: Dialect | undefined,
): Promise<Response> {
  const { uploadId } = await db().storagePurchase.findUniqueOrThrow({ where: { orderId: payment.id } });
  const row = await db().upload.findUnique({ where: { id: uploadId ?? "" } });
  // tus 1.0.0, "Creation With Upload": "Upload-Offset … how much data was accepted": none.
  return new Response(null, {
    status: 201,
    headers: {
      ...tusHeaders,
      ...inDialect(settlementHeaders(payment), dialect),
      Location: row ? uploadLocation(row, headers, settings().appUrl) : `${UPLOADS_PATH}/${uploadId}`,
      ...(row ? { "Upload-Expires": (await expiresAt(row)).toUTCString() } : {}),
      ...(uploadToken ? { [UPLOAD_TOKEN_HEADER]: uploadToken } : {}),
      ...(bringsBytes(headers) ? { "Upload-Offset": "0" } : {}),
    },
  });
}
