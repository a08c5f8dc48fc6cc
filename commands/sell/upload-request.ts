import { connectionWords, Disturbed } from "@/commands/disturbed";
import { foreignWords } from "@/commands/foreign-words";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { isForeignPassing, readRetryAfter } from "@/lib/foreign-answers";
import { answers } from "@/lib/i18n/messages/en/answers";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";
import type { Run } from "./run";
import { streamOf } from "./stream-of";

/** A connection on which no byte leaves for this long (ms) has stopped. */
const STALL = 30_000;
/** So long (ms) may a proxy that has all bytes take to pass them on, and the server to answer. */
const ANSWER = 180_000;

/** Somebody between here and the server takes no body of this size. */
export class PartTooLarge extends Error {}

type Sent = { bytes: Uint8Array; report: (sent: number) => void };

/**
 * One request about the upload (tus 1.0.0) and the server's own answer to it.
 *
 * @param stallMs for tests
 * @throws Disturbed if the connection broke or stopped, or somebody in between is in the way for a moment; PartTooLarge;
 *   Refused for another answer of somebody in between
 */
export async function requestUpload(
  { sale, options }: Run,
  method: "HEAD" | "PATCH",
  headers: Record<string, string> = {},
  sent?: Sent,
  stallMs = STALL,
): Promise<Response> {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), stallMs);
  const moved = (taken: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), taken === sent?.bytes.length ? ANSWER : stallMs);
    sent?.report(taken);
  };
  const init = {
    method,
    headers: { "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: sale.uploadToken, ...headers },
    body: sent && streamOf(sent.bytes, moved),
    duplex: "half",
    redirect: "manual",
    signal: stop.signal,
  };
  try {
    const url = new URL(`${UPLOADS_PATH}/${sale.uploadId}`, options.server);
    return await orForeign(await fetch(url, init as RequestInit));
  } catch (error) {
    if (error instanceof Refused || error instanceof Disturbed || error instanceof PartTooLarge) throw error;
    const words = stop.signal.aborted ? "No data has got through for a while." : connectionWords(error);
    throw new Disturbed(words, undefined, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The answer, if it is the server's. */
async function orForeign(response: Response): Promise<Response> {
  const { status, headers, ok } = response;
  if (ok && headers.has("upload-offset")) return response;
  const isProblem = /\bjson\b/.test(headers.get("content-type") ?? "");
  if (!ok && (isProblem || headers.has("tus-resumable"))) return response;
  await response.body?.cancel();
  if (ok && headers.has("tus-resumable")) {
    throw new Disturbed(`${answers.proxy_changed} (Upload-Offset) ${answers.proxy_changed_how}`);
  }
  if (status === 413) throw new PartTooLarge(foreignWords(status).words);
  const { code, words } = foreignWords(status);
  // A network that wants a sign-in answers as itself soon.
  if (ok || isForeignPassing(code)) throw new Disturbed(words, readRetryAfter(headers.get("retry-after"), Date.now()));
  throw new Refused(words, code);
}

/** Conflicts, locks, damage on the way and a server in trouble pass; a full disk and other refusals do not. */
export async function failureOf(response: Response): Promise<Error> {
  const { status } = response;
  const refusal = await refusalOf(response);
  const passes = [409, 423, 429, 460].includes(status) || (status >= 500 && status !== 507);
  return passes ? new Disturbed(refusal.message, refusal.retryAfter) : refusal;
}
