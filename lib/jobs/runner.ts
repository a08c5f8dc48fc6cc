import "server-only";

import { systemClock } from "@/lib/clock";
import { log } from "@/lib/log";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
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

/** What became of the runs of a job in this process. */
type JobRuns = {
  everyMs: number;
  /** Of the run that is under way, or of the last one. */
  startedAt: Date | null;
  isRunning: boolean;
  /** Of the last run that has ended, in ms. */
  tookMs: number | null;
  succeededAt: Date | null;
  /** The message of the last error, for the operator. */
  failed: { at: Date; message: string } | null;
  runs: number;
  failures: number;
};

/** The runs of each job of this process, by its name. */
export function jobRuns(): ReadonlyMap<string, Readonly<JobRuns>> {
  return allRuns();
}

/** When each job of this process last succeeded. */
export function lastSuccesses(): ReadonlyMap<string, Date> {
  const ended = [...allRuns()].flatMap(([name, { succeededAt }]) =>
    succeededAt ? [[name, succeededAt] as const] : [],
  );
  return new Map(ended);
}

function allRuns(): Map<string, JobRuns> {
  return perProcess("job-runs", () => new Map<string, JobRuns>());
}

function runsOf({ name, everyMs }: Job): JobRuns {
  const found = allRuns().get(name);
  if (found) return found;
  const none = { startedAt: null, isRunning: false, tookMs: null, succeededAt: null, failed: null };
  const fresh: JobRuns = { everyMs, ...none, runs: 0, failures: 0 };
  allRuns().set(name, fresh);
  return fresh;
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
  const runs = runsOf(job);
  const startedAt = systemClock.now();
  Object.assign(runs, { startedAt, isRunning: true, runs: runs.runs + 1 });
  try {
    await job.run(startedAt);
    runs.succeededAt = systemClock.now();
  } catch (error) {
    runs.failures += 1;
    runs.failed = { at: systemClock.now(), message: safeChainError(error).message };
    log.error({ err: error, job: job.name }, "A job failed; it will run again.");
  } finally {
    runs.isRunning = false;
    runs.tookMs = systemClock.now().getTime() - startedAt.getTime();
  }
}
