import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";

/**
 * `receiving`: bytes are coming; `finished`: all are here, hashed and stored; `used`: became a file for sale;
 * `discarded`: being deleted; the row is deleted last so that no bytes are ever left without one.
 */
export type UploadState = "receiving" | "finished" | "used" | "discarded";

export type UploadRow = Upload & { size: bigint };
