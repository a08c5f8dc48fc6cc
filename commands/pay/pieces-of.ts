/** Nothing has arrived for too long. */
export class Stalled extends Error {}

/**
 * The pieces of a response's body. The clock runs only while this waits for the connection, not while a slow disk takes
 * what is here.
 *
 * @param stallMs ms
 * @throws Stalled, or the connection's error
 */
export async function* piecesOf({ body }: Response, stallMs: number): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), stallMs);
      isDone = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isDone) await reader.cancel().catch(() => {});
  }
}

/** The result of a promise. @param ms the most that it may take @throws Stalled, or what the promise rejects with */
export async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Stalled("Nothing arrived in time.")), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
