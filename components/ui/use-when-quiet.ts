import { useSyncExternalStore } from "react";

/** The longest wait (ms) for a quiet moment in a browser that has none. */
const PATIENCE = 1_000;

let quiet = false;
const waiting = new Set<() => void>();

function watch(changed: () => void): () => void {
  if (waiting.size === 0 && !quiet) afterWork(tell);
  waiting.add(changed);
  return () => void waiting.delete(changed);
}

function afterWork(then: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(then, { timeout: PATIENCE });
  else setTimeout(then);
}

function tell(): void {
  quiet = true;
  for (const changed of waiting) changed();
}

/**
 * False on the server and while the page comes alive, true from the browser's first quiet moment after that: for work that
 * must not stand between a reader and the first button.
 */
export function useWhenQuiet(): boolean {
  return useSyncExternalStore(
    watch,
    () => quiet,
    () => false,
  );
}
