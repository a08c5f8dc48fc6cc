import { setTimeout as sleep } from "node:timers/promises";

/** Nobody new has to come for so long (ms) before it begins. */
const QUIET = 500;
/** It begins then, whoever may still be on the way (ms): no call of an app waits longer than 10 s. */
const LONGEST = 5_000;

/**
 * Lets one event befall many who wait for it: whoever calls waits for the others, then it happens once, and all
 * continue. So a crash or a reorganised block hits each of its purchases at the very moment it was made for.
 */
export function meeting<T>(happen: () => Promise<T> | T): () => Promise<T> {
  let last = 0;
  let running: Promise<T> | undefined;
  async function begin() {
    const first = performance.now();
    while (performance.now() - last < QUIET && performance.now() - first < LONGEST) await sleep(20);
    // Who comes from now on has missed it, and waits for the next one.
    running = undefined;
    return happen();
  }
  return () => {
    last = performance.now();
    running ??= begin();
    return running;
  };
}
