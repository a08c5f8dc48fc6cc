/** A new URL for the same bytes, once the old one's ticket has expired. Throws when there is none. */
type RenewUrl = () => Promise<string>;

/** How often one range is requested before it counts as lost. */
const ATTEMPTS = 3;

/**
 * Reads ranges of a bought file: by the ticket in the URL, without a cookie. A ticket expires after 15 minutes, and
 * connections fail: then the range is requested again, with a new ticket.
 *
 * @returns a function that reads the bytes from `begin` (inclusive) to `end` (exclusive); rejects when they cannot be read
 */
export function rangeReader(first: string, renew: RenewUrl, signal: AbortSignal) {
  let url = Promise.resolve(first);

  async function readOnce(begin: number, end: number, from: string): Promise<Uint8Array> {
    const headers = { Range: `bytes=${begin}-${end - 1}` };
    const response = await fetch(from, { headers, signal, credentials: "omit", cache: "no-store" });
    const bytes = response.status === 206 ? new Uint8Array(await response.arrayBuffer()) : null;
    if (bytes?.length !== end - begin) throw new Error(`range ${begin}-${end}: ${response.status}`);
    return bytes;
  }

  return async (begin: number, end: number): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt += 1) {
      const current = url;
      try {
        return await readOnce(begin, end, await current);
      } catch (error) {
        if (signal.aborted || attempt === ATTEMPTS) throw error;
        // Ranges that fail together request one new URL.
        if (url === current) url = renew();
      }
    }
  };
}
