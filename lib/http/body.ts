import "server-only";
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { AppError } from "../errors";
import { readHeader } from "./headers";

/** Bytes of a JSON body, at most. */
export const JSON_BODY_MAX = 64 * 1024;

/**
 * Reads and checks the JSON body of a request, for either kind of door.
 *
 * @throws AppError `malformed_request` when it is not JSON, `body_too_large` beyond 64 KB
 * @throws ZodError when it does not fit the schema; `toProblem` turns that into `invalid_…` with the fields
 */
export async function readJsonBody<T>(request: Request | IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const type = readHeader(request.headers, "content-type")?.split(";")[0]?.trim().toLowerCase();
  // Asking for the type also keeps other sites' plain forms out: they cannot send it without a preflight.
  if (type !== "application/json") throw malformed("Send JSON with the header Content-Type: application/json.");
  if (Number(readHeader(request.headers, "content-length") ?? 0) > JSON_BODY_MAX) throw tooLarge();

  const bytes = await readAll(partsOf(request));
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed("The body is not JSON.", cause);
  }
  return schema.parse(value);
}

/**
 * Reads the body of a plain HTML form.
 *
 * @throws AppError `malformed_request` when it is of another type, `body_too_large` beyond 64 KB
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw malformed("Send a form.");
  return new URLSearchParams((await readAll(request.body)).toString());
}

function partsOf(request: Request | IncomingMessage): AsyncIterable<Uint8Array> | null {
  if ("formData" in request) return request.body;
  // Leaving this loop early must not destroy the socket: the answer still has to go out on it.
  return request.iterator({ destroyOnReturn: false });
}

async function readAll(source: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of source ?? []) {
      length += part.byteLength;
      if (length > JSON_BODY_MAX) throw tooLarge();
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw malformed("The body broke off.", error);
  }
  return Buffer.concat(parts);
}

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError("malformed_request", { detail, cause });
}

function tooLarge(): AppError {
  return new AppError("body_too_large", {
    detail: `A JSON body has at most ${JSON_BODY_MAX / 1024} KB.`,
    // What is left of the body is not read.
    headers: { Connection: "close" },
  });
}
