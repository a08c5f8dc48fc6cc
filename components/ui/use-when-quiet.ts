import { useState, useSyncExternalStore } from "react";

/** The longest wait (ms) for a quiet moment in a browser that has none. */
const WAIT_TIMEOUT = 1_000;

let quiet = false;
const waiting = new Set<() => void>();

function watch(changed: () => void): () => void {
  if (waiting.size === 0 && !quiet) afterWork(tell);
  waiting.add(changed);
  return () => void waiting.delete(changed);
}

function afterWork(then: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(then, { timeout: WAIT_TIMEOUT });
  else setTimeout(then);
}

function tell(): void {
  quiet = true;
  for (const changed of waiting) changed();
}

const never = () => () => {};

/**
 * False on the server and during hydration, true from the browser's first idle moment after that: for work that must
 * not delay the first click. True at once in what the browser shows first itself: there is no text of the server to keep, and
 * one that arrives later would move what is below.
 */
export function useWhenQuiet(): boolean {
  const idle = useSyncExternalStore(
    watch,
    () => quiet,
    () => false,
  );
  const isNew = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [wasNew] = useState(isNew);
  return idle || wasNew;
}
