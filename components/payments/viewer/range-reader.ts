import { readBytes } from "@/components/http/read-bytes";
import { RequestProblem } from "@/components/http/request";
import { isForeignPassing } from "@/lib/foreign-answers";

/** A new URL for the same bytes, once the old one's ticket has expired. Throws when there is none. */
type RenewUrl = () => Promise<string>;

/** Before each attempt but the first (ms): after the last, a range counts as lost. */
const WAITS = [0, 1_000, 3_000];

/** The bytes are those of another version than before: nothing of it fits. */
class OtherFile extends Error {}

/**
 * Reads ranges of a bought file. A ticket expires after 15 minutes, and connections fail or stop: then the range is
 * requested again, with a new ticket.
 *
 * @param stall ms without a byte, for tests
 * @returns a function that reads the bytes from `begin` (inclusive) to `end` (exclusive); rejects when they cannot be read
 */
export function rangeReader(first: string, renew: RenewUrl, signal: AbortSignal, stall?: number) {
  let url = Promise.resolve(first);
  let etag: string | null = null;

  async function readOnce(begin: number, end: number, from: string): Promise<Uint8Array> {
    const part = await readBytes(from, { begin, end }, signal, stall);
    etag ??= part.etag;
    if (part.etag !== null && part.etag !== etag) throw new OtherFile();
    if (part.status !== 206 || part.bytes.length !== end - begin) throw new Error(`range ${begin}-${end}: too short`);
    return part.bytes;
  }

  return async (begin: number, end: number): Promise<Uint8Array> => {
    for (let attempt = 0; ; attempt += 1) {
      const current = url;
      try {
        return await readOnce(begin, end, await current);
      } catch (error) {
        const wait = WAITS[attempt];
        if (signal.aborted || wait === undefined || error instanceof OtherFile || isFinal(error)) throw error;
        await pause(Math.max(wait, askedFor(error)), signal);
        // Ranges that fail together request one new URL.
        if (url === current) url = renew();
      }
    }
  };
}

/** Of a ticket that has expired, also where somebody in between took the body away. */
const GONE = 410;

/** Somebody in between who refuses once refuses always. The server's own refusals may be about the ticket. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof RequestProblem) || error.problem.status === GONE) return false;
  return error.problem.isForeign === true && !isForeignPassing(error.problem.code);
}

/** The longest that a reader waits because somebody asks for it (ms). */
const LONGEST_WAIT = 30_000;

function askedFor(error: unknown): number {
  const seconds = error instanceof RequestProblem ? Number(error.problem.retryAfter ?? 0) : 0;
  return Math.min(seconds * 1_000, LONGEST_WAIT);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    const stop = () => {
      clearTimeout(timer);
      done();
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
