import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";

/**
 * `receiving`: bytes are coming; `finished`: all are here, hashed and stored; `used`: became a file for sale;
 * `refused`: all came, and the bytes were deleted because they may not be sold; the row says why;
 * `discarded`: being deleted; the row is deleted last so that no bytes are ever left without one.
 */
export type UploadState = "receiving" | "finished" | "used" | "refused" | "discarded";

export type UploadRow = Upload & { size: bigint };
