import { z } from "zod";

/** Shapes of paid storage: what routes accept and return, shared with the browser and the command line. */

/** Request, on `POST /api/uploads`: for how many days the upload is to be kept. With it, storage is paid for first. */
export const STORAGE_DAYS_HEADER = "Storage-Days";
/** Request: the same text for each repetition of one purchase of storage, chosen by the client. At most 255 characters. */
export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";

/** `POST /api/files/{fileId}/storage`. */
export const extendSchema = z.strictObject({ days: z.number() });

/**
 * `POST /api/storage/uploads/{uploadId}`, with the upload's token: days for an upload that is here, or what it is larger than
 * the current version of a file whose bytes it is to replace.
 */
export const keepUploadSchema = z.union([
  z.strictObject({ days: z.number() }),
  z.strictObject({ replacesFileId: z.string().max(64) }),
]);

/** `GET /api/storage`: what storage costs here. */
export type StorageTerms = {
  /** Exact USD per 10^9 bytes and 30 days; null where storage is free, as are the next four then. */
  price: string | null;
  priceMicroUsd: string | null;
  payTo: string | null;
  /** How many days ahead can be paid for. */
  maxDays: number | null;
  /** Bytes that may be stored without paying, by everybody together, and how many of them are left. */
  freeRoom: { total: number; left: number } | null;
  /** The networks of this server; nothing below the lowest price, in micro-USD, can be paid there. */
  networks: { network: string; networkName: string; symbol: string; lowestMicroUsd: string }[];
};

/** The JSON of storage that was paid for. */
export type KeptStorage = {
  paymentId: string;
  uploadId: string | null;
  fileId: string | null;
  /** Bytes that were paid for. */
  size: number;
  days: number;
  /** ISO 8601: until when it is paid for now; null for an upload whose last byte is not here: the days begin with it. */
  keptUntil: string | null;
  /** Exact USD. */
  price: string;
  network: string;
  transaction: string | null;
};
