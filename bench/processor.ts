import { readFileSync } from "node:fs";

/** Linux counts in ticks of a hundredth of a second. */
const TICK_MS = 10;

/** Time that all threads of a process, and the kernel for them, have used so far, in ms. Linux only: NaN elsewhere. */
export function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** Collects what each of several programs used, by name. The first time of each one warms up and does not count. */
export function processorLog() {
  const used: Record<string, number[]> = {};
  return {
    /** Runs `work`; what the program used meanwhile counts, divided by what `unitsOf` says was done. */
    async during<T>(name: string, pid: number, work: () => Promise<T>, unitsOf: (result: T) => number = () => 1) {
      const before = processorMs(pid);
      const result = await work();
      used[name] ??= [];
      used[name].push((processorMs(pid) - before) / unitsOf(result));
      return result;
    },
    of: (name: string): number[] => (used[name] ?? []).slice(1),
  };
}
