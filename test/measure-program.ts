import { readdirSync, readFileSync } from "node:fs";

/** What a program took: seconds of processor time, and bytes of memory at most. */
export type Took = { processor: number; memory: number };

/** `getconf CLK_TCK`, everywhere. */
const TICKS = 100;
const LOOK_EVERY = 25;

/**
 * Runs `work`, and watches the process that has `mark` among its arguments. As seen from outside, since such programs may write
 * nothing: some milliseconds at its end are missed. On Linux only; elsewhere zeros.
 *
 * @param mark such as a name that is passed to a program by its parameters
 */
export async function measure<T>(mark: string, work: () => Promise<T>): Promise<{ made: T; took: Took }> {
  const took: Took = { processor: 0, memory: 0 };
  const timer = setInterval(() => look(mark, took), LOOK_EVERY);
  try {
    return { made: await work(), took };
  } finally {
    clearInterval(timer);
  }
}

function look(mark: string, took: Took): void {
  for (const pid of processes()) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(mark)) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
      took.processor = Math.max(took.processor, (Number(fields[11]) + Number(fields[12])) / TICKS);
      took.memory = Math.max(took.memory, Number(peak?.[1] ?? 0) * 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Those that this process began, and those that they did. */
function processes(of = process.pid): number[] {
  try {
    const threads = readdirSync(`/proc/${of}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${of}/task/${thread}/children`, "latin1").split(" ").filter(Boolean).map(Number),
    );
    return children.flatMap((child) => [child, ...processes(child)]);
  } catch {
    return [];
  }
}
