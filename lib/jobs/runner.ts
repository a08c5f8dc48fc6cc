import "server-only";

import { systemClock } from "@/lib/clock";
import { log } from "@/lib/log";
import { forgetPerProcess, perProcess } from "@/lib/process";

/** Recurring work. The code of each job is in the room of its noun; see `registry.ts`. */
export type Job = {
  name: string;
  /** Pause after each run, in ms. */
  everyMs: number;
  /** Throwing is fine: it is logged, and the job runs again next time. */
  run: (now: Date) => Promise<void>;
  /** Also run once when the program stops, for data that is only in memory. */
  atStop?: boolean;
};

/** When each job of this process last succeeded. */
export function lastSuccesses(): ReadonlyMap<string, Date> {
  return successes();
}

function successes(): Map<string, Date> {
  return perProcess("job-successes", () => new Map<string, Date>());
}

type Running = { stop(): Promise<void> };

const KEY = "jobs";

/** Starts the jobs of this process, each immediately and then repeatedly. A second call does nothing. */
export function startJobs(jobs: readonly Job[]): void {
  perProcess<Running>(KEY, () => start(jobs));
}

/** Stops them: waits for running ones, then runs those that have something to save. */
export async function stopJobs(): Promise<void> {
  await (forgetPerProcess(KEY) as Running | undefined)?.stop();
}

function start(jobs: readonly Job[]): Running {
  const loops = jobs.map(startLoop);
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(jobs.filter((job) => job.atStop).map(runOnce));
    },
  };
}

/** One run after the other, never two in parallel: the pause starts when a run has ended. */
function startLoop(job: Job): Running {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async () => {
    await runOnce(job);
    if (stopped) return;
    timer = setTimeout(() => {
      current = round();
    }, job.everyMs);
    // A pause must not keep a script or a test alive.
    timer.unref();
  };
  let current = round();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

async function runOnce(job: Job): Promise<void> {
  try {
    await job.run(systemClock.now());
    successes().set(job.name, systemClock.now());
  } catch (error) {
    log.error({ err: error, job: job.name }, "A job failed; it will run again.");
  }
}
