import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

type Change = "open" | "rename" | "rm" | "mkdir" | "chmod";

/**
 * Kills this process at one change of the file system. To be called before what makes them is imported.
 *
 * @param at its number, from 1
 * @returns reads how many there were so far
 */
export function killAtChange(names: readonly Change[], at: number): () => number {
  let changes = 0;
  for (const name of names) {
    const real = fs.promises[name] as (...args: unknown[]) => Promise<unknown>;
    const counted = (...args: unknown[]) => {
      changes += 1;
      if (changes === at) process.kill(process.pid, "SIGKILL");
      return real(...args);
    };
    fs.promises[name] = counted as never;
  }
  syncBuiltinESMExports();
  return () => changes;
}
