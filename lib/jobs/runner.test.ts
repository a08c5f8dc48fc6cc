import { afterEach, expect, test } from "vitest";
import { deferred } from "@/test/deferred";
import { type Job, jobRuns, lastSuccesses, startJobs, stopJobs } from "./runner";

afterEach(stopJobs);

/** A job that counts its runs and lets the test wait for the n-th. */
function countingJob(
  work: () => Promise<void> = async () => {},
): Job & { runs: number; reached(n: number): Promise<void> } {
  const waiting = new Map<number, () => void>();
  const job = {
    name: "counting",
    everyMs: 1,
    runs: 0,
    async run() {
      job.runs += 1;
      waiting.get(job.runs)?.();
      await work();
    },
    async reached(n: number) {
      if (job.runs >= n) return;
      const { promise, resolve } = deferred();
      waiting.set(n, resolve);
      await promise;
    },
  };
  return job;
}

test("a job runs at once, and again", async () => {
  const job = countingJob();
  startJobs([job]);
  await job.reached(3);
});

test("an error does not end a job", async () => {
  const job = countingJob(() => Promise.reject(new Error("broken")));
  startJobs([job]);
  await job.reached(3);
});

test("a job never runs twice at once, and a slow one does not hold up others", async () => {
  const gate = deferred();
  const slow = countingJob(() => gate.promise);
  const quick = countingJob();
  startJobs([slow, quick]);
  await quick.reached(5);
  expect(slow.runs).toBe(1);
  gate.resolve();
  await slow.reached(2);
});

test("starting twice is starting once", async () => {
  const job = countingJob();
  const other = countingJob();
  startJobs([job]);
  startJobs([other]);
  await job.reached(3);
  expect(other.runs).toBe(0);
});

test("stopping waits for the run at work, then saves what is only in memory", async () => {
  const gate = deferred();
  const events: string[] = [];
  const slow = countingJob(async () => {
    await gate.promise;
    events.push("slow ended");
  });
  const saving: Job = { name: "saving", everyMs: 60_000, atStop: true, run: async () => void events.push("saved") };
  startJobs([slow, saving]);
  const stopped = stopJobs();
  gate.resolve();
  await stopped;
  expect(events).toEqual(["saved", "slow ended", "saved"]);
  expect(slow.runs).toBe(1);
});

test("what became of the runs is kept: times, errors without URLs, and how many", async () => {
  const job = countingJob(async () => {
    if (job.runs === 2) throw new Error("broken at https://node.example.org/key");
  });
  startJobs([{ ...job, name: "kept", run: (now) => job.run(now) }]);
  await job.reached(4);
  await stopJobs();
  const runs = jobRuns().get("kept");
  expect(runs).toMatchObject({ isRunning: false, failures: 1, failed: { message: "broken at [address]" } });
  expect(runs?.runs).toBeGreaterThanOrEqual(4);
  expect(runs?.tookMs).toBeGreaterThanOrEqual(0);
  expect(lastSuccesses().get("kept")?.getTime()).toBeGreaterThanOrEqual(runs?.failed?.at.getTime() ?? 0);
});
