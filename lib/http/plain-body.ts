import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { perProcess } from "@/lib/process";

/** Bodies that came as Node streams, by the `Request` that stands for theirs. */
const carried = () => perProcess("http.plain-bodies", () => new WeakMap<Request, Readable>());

/** Attaches a body that is a Node stream to `request`, which has none. */
export function carryBody(request: Request, body: Readable): void {
  carried().set(request, body);
}

/**
 * The body of a request as a Node stream, or null without one. A body attached by `carryBody` never was a web stream,
 * which costs more per piece than writing and hashing it.
 */
export function plainBody(request: Request): Readable | null {
  return carried().get(request) ?? (request.body && Readable.fromWeb(request.body as ReadableStream));
}
