import "server-only";
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { readWire } from "@/lib/read-wire";
import { readHeader } from "./headers";

/** The most bytes of a JSON body. */
const JSON_BODY_MAX = 64 * 1024;

/**
 * Reads and checks the JSON body of a request, for either kind of route.
 *
 * @throws AppError `malformed_request` when it is not JSON, `body_too_large` beyond 64 KB
 * @throws ZodError when it does not match the schema (`readWire`); `toProblem` turns that into `invalid_…` with the fields
 */
export async function readJsonBody<T>(request: Request | IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const type = readHeader(request.headers, "content-type")?.split(";")[0]?.trim().toLowerCase();
  // Requiring the type also keeps out other sites' plain forms: they cannot send it without a preflight.
  if (type !== "application/json") throw malformed("Send JSON with the header Content-Type: application/json.");
  const bytes = await readBody(request, JSON_BODY_MAX, `A JSON body has at most ${JSON_BODY_MAX / 1024} KB.`);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed("The body is not JSON.", cause);
  }
  const read = readWire(schema, value);
  if (!read.success) throw read.error;
  return read.data;
}

/**
 * Reads the body of a plain HTML form.
 *
 * @param max the most bytes
 * @throws AppError `malformed_request` when it is of another type, `body_too_large`
 */
export async function readForm(request: Request, max = JSON_BODY_MAX): Promise<URLSearchParams> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw malformed("Send a form.");
  const words = `This form has at most ${max / 1024} KB.`;
  return new URLSearchParams((await readBody(request, max, words)).toString());
}

/**
 * Reads the bytes of a request that is no longer than `max`.
 *
 * @param words the message for a larger body
 * @throws AppError `body_too_large`; `malformed_request` when it broke off
 */
export async function readBody(request: Request | IncomingMessage, max: number, words: string): Promise<Buffer> {
  // The rest of the body is not read.
  const tooLarge = () => new AppError("body_too_large", { detail: words, headers: { Connection: "close" } });
  if (Number(readHeader(request.headers, "content-length") ?? 0) > max) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of partsOf(request) ?? []) {
      length += part.byteLength;
      if (length > max) throw tooLarge();
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw malformed("The body was incomplete.", error);
  }
  return Buffer.concat(parts);
}

function partsOf(request: Request | IncomingMessage): AsyncIterable<Uint8Array> | null {
  if ("formData" in request) return request.body;
  // Leaving this loop early must not destroy the socket: it still has to carry the response.
  return request.iterator({ destroyOnReturn: false });
}

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError("malformed_request", { detail, cause });
}
