import { readdirSync, readFileSync } from "node:fs";
import { processorMs } from "../bench/processor";

/**
 * Processor time of all threads of a process so far, in ms. Linux counts it in nanoseconds by thread; where it does not,
 * in hundredths of a second, and only repetition helps.
 */
export function processorTime(pid: number): number {
  try {
    const folder = `/proc/${pid}/task`;
    return readdirSync(folder).reduce((sum, thread) => sum + threadMs(`${folder}/${thread}/schedstat`), 0);
  } catch {
    return processorMs(pid);
  }
}

function threadMs(file: string): number {
  return Number(readFileSync(file, "utf8").split(" ", 1)[0]) / 1e6;
}
