import "server-only";
import { jobRuns } from "@/lib/jobs/runner";
import type { JobLine } from "./schema";

/** The jobs of this process and their last runs, by name. */
export function readJobs(): JobLine[] {
  return [...jobRuns()]
    .map(([name, { startedAt, succeededAt, failed, ...runs }]) => ({
      name,
      ...runs,
      startedAt: startedAt?.toISOString() ?? null,
      succeededAt: succeededAt?.toISOString() ?? null,
      failed: failed && { at: failed.at.toISOString(), message: failed.message },
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Jobs whose last run failed. */
export function failingJobs(): string[] {
  return readJobs()
    .filter(({ failed, succeededAt }) => failed && (succeededAt === null || succeededAt < failed.at))
    .map(({ name }) => name);
}
