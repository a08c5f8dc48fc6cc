import type { PaidRequest } from "@/components/payments/wire/pay-api";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";

/** The same as in `lib/products/storage/schema.ts`, which would bring the validator of the server along. */
const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";

/** What can be paid for. */
export type Goods =
  /** More time for a file that is here. */
  | { kind: "file"; fileId: string; days: number; by: "anybody" | "seller" }
  /** An upload that is to be put on sale: its days begin with its last byte. */
  | { kind: "upload"; uploadId: string; token: string; days: number }
  /** An upload that is to replace the bytes of a file: what it is larger. */
  | { kind: "larger"; uploadId: string; token: string; fileId: string };

/** What one payment at a time is made for: this browser remembers it under this name. */
export type Target = `storage.file.${string}` | `storage.upload.${string}`;

export function targetOf(goods: Goods): Target {
  return goods.kind === "file" ? `storage.file.${goods.fileId}` : `storage.upload.${goods.uploadId}`;
}

/**
 * The request that pays for it.
 *
 * @param key the same for each repetition of one purchase, so that it is charged once; none to ask what it costs
 */
export function requestFor(goods: Goods, key?: string): PaidRequest {
  const headers: Record<string, string> = key === undefined ? {} : { [IDEMPOTENCY_KEY_HEADER]: key };
  if (goods.kind === "file") {
    const id = encodeURIComponent(goods.fileId);
    // The seller's own door also opens where nobody else may pay.
    const path = goods.by === "seller" ? `/api/storage/files/${id}` : `/api/files/${id}/storage`;
    return { path, headers, body: { days: goods.days } };
  }
  return {
    path: `/api/storage/uploads/${encodeURIComponent(goods.uploadId)}`,
    headers: { ...headers, [UPLOAD_TOKEN_HEADER]: goods.token },
    body: goods.kind === "larger" ? { replacesFileId: goods.fileId } : { days: goods.days },
  };
}
