/**
 * Parts of a page are loaded when they are needed. After the server was updated, a page that was opened before asks for
 * parts that are gone: then only a reload helps, and no connection is to blame.
 */

export type WhyMissing = "connection" | "update";

/** True for the error of an `import()` whose file could not be loaded. */
export function isPartMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === "ChunkLoadError" || /dynamically imported module|importing a module script/i.test(error.message)
  );
}

/** Why a part could not be loaded: asks the server for its file, once more. */
export async function whyMissing(error: unknown): Promise<WhyMissing> {
  const [file] = /\/_next\/static\/[^\s"')]+/.exec(error instanceof Error ? error.message : "") ?? [];
  if (!file) return "connection";
  const answer = await fetch(file, { method: "HEAD", cache: "no-store" }).catch(() => null);
  return answer?.status === 404 || answer?.status === 410 ? "update" : "connection";
}

/** How long it is said before the page is loaded again (ms). */
const SAID_FOR = 2_000;

/**
 * Loads the page again, once: not if it was just loaded again. Needs no storage, which may be blocked.
 *
 * @returns a function that stops it, or null if it will not happen
 */
export function reloadOnce(): (() => void) | null {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation?.type === "reload") return null;
  const timer = setTimeout(() => location.reload(), SAID_FOR);
  return () => clearTimeout(timer);
}
