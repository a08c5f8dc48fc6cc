/** Milliseconds for a part of the page to be loaded. */
const LOAD_TIME = 30_000;

/** Rejects when a part of the page is not loaded in time: a request may hang without ever failing. */
export async function inTime<T>(loading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("not loaded in time")), LOAD_TIME);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
}
