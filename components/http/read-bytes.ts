import { fetchAnswer, NoAnswer, RequestProblem, readProblem } from "./request";

/** A connection on which no byte arrives for this long (ms) has stopped. */
const STALL = 20_000;

type Part = {
  /** Of the whole file, to notice that it became another; null where somebody in between removed it. */
  etag: string | null;
  status: 200 | 206;
  bytes: Uint8Array<ArrayBuffer>;
};

/**
 * Reads a part of a file by the ticket in the URL, without a cookie.
 *
 * @param begin inclusive
 * @param end exclusive; no more is read, even if the answer is the whole file
 * @param stall ms, for tests
 * @throws RequestProblem for any other answer; NoAnswer if the connection broke or stopped; what `fetch` throws once
 *   `signal` has ended it
 */
export async function readBytes(
  url: string,
  { begin, end }: { begin: number; end: number },
  signal: AbortSignal,
  stall = STALL,
): Promise<Part> {
  const headers = { Range: `bytes=${begin}-${end - 1}` };
  const response = await fetchAnswer(url, { headers, signal, credentials: "omit", cache: "no-store" }, stall);
  const { status } = response;
  // A page of a network has status 200, too, and is never what was asked for.
  const isPage = /^text\/html\b/.test(response.headers.get("Content-Type") ?? "") && !response.headers.has("ETag");
  if ((status !== 200 && status !== 206) || isPage) throw new RequestProblem(await readProblem(response));
  return { etag: response.headers.get("ETag"), status, bytes: await collect(response, end - begin, stall) };
}

async function collect({ body }: Response, most: number, stall: number): Promise<Uint8Array<ArrayBuffer>> {
  const found = new Uint8Array(most);
  let length = 0;
  const reader = body?.getReader();
  while (reader && length < most) {
    const { done, value } = await inTime(reader, stall);
    if (done) break;
    found.set(value.subarray(0, most - length), length);
    length += value.length;
  }
  await reader?.cancel().catch(() => {});
  return found.subarray(0, Math.min(length, most));
}

async function inTime(reader: ReadableStreamDefaultReader<Uint8Array>, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(null, { stalled: true })), ms);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error instanceof NoAnswer ? error : new NoAnswer(error);
  } finally {
    clearTimeout(timer);
  }
}
