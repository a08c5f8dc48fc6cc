import "server-only";
import { ERRORS } from "@tus/server";
import { AppError, type ErrorCode } from "@/lib/errors";

/** On every response, errors included: tus 1.0.0, "Tus-Resumable". */
export const tusHeaders = { "Tus-Resumable": "1.0.0" };

/** Our errors for those of @tus/server. Recognised by content: one process has several copies of tus and its errors. */
const codes = new Map<string, ErrorCode>([
  [ERRORS.FILE_NOT_FOUND.body, "upload_not_found"],
  [ERRORS.FILE_NO_LONGER_EXISTS.body, "upload_not_found"],
  [ERRORS.INVALID_OFFSET.body, "upload_conflict"],
  [ERRORS.ERR_LOCK_TIMEOUT.body, "upload_conflict"],
  [ERRORS.ERR_SIZE_EXCEEDED.body, "wrong_length"],
]);

/** Responses of @tus/server before it reaches any of our hooks. */
const codesByStatus: Record<number, ErrorCode> = {
  400: "malformed_request",
  403: "malformed_request",
  404: "upload_not_found",
  410: "upload_not_found",
  // Lengths over the limit are rejected before tus sees them.
  413: "wrong_length",
  501: "malformed_request",
};

/**
 * Turns an error response of @tus/server, which is a line of text, into one of our errors.
 *
 * @param thrown the error from the hook `onResponseError`; undefined when the request was rejected before
 */
export function fromTus(answer: Response, thrown: unknown): Error {
  if (thrown instanceof AppError) return thrown;
  const code = codes.get(saidBy(thrown)) ?? codesByStatus[answer.status];
  if (code) return new AppError(code, { cause: thrown, ...hints(code, answer) });
  if (thrown instanceof Error) return thrown;
  return new Error(`tus answered ${answer.status}`, { cause: thrown });
}

function saidBy(thrown: unknown): string {
  return typeof thrown === "object" && thrown !== null && "body" in thrown ? String(thrown.body) : "";
}

function hints(code: ErrorCode, answer: Response): { detail?: string } {
  if (code === "malformed_request" && answer.status === 403) {
    return { detail: "A part needs Upload-Offset and Content-Type: application/offset+octet-stream." };
  }
  if (code === "wrong_length") return { detail: "More was sent than is left of the upload." };
  return {};
}
