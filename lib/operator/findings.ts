import "server-only";
import { readFileSync } from "node:fs";
import { MINUTE } from "@/lib/clock";
import { type Examined, examine } from "@/lib/doctor/examine";
import { perProcess } from "@/lib/process";
import { environment } from "@/lib/settings/settings";

/** What the doctor finds from inside: everything but the public URL, which only another program can try. */
export type Findings = { at: Date; examined: Examined[] };

/** A result is reused for this long (ms): examining writes to the disk and asks every node. */
const KEPT = 10 * MINUTE;

type Kept = { last: Findings | null; running: Promise<Findings> | null };

const kept = () => perProcess<Kept>("operator-findings", () => ({ last: null, running: null }));

/**
 * Examines this shop, or returns what was found in the last ten minutes.
 *
 * @param isFresh examines it again. Requests at the same time share one examination.
 */
export async function readFindings(now: Date, isFresh = false): Promise<Findings> {
  const { last } = kept();
  if (last && !isFresh && last.at.getTime() + KEPT > now.getTime()) return last;
  kept().running ??= look(now).finally(() => {
    kept().running = null;
  });
  return kept().running as Promise<Findings>;
}

/** What was found last, without looking. */
export function lastFindings(): Findings | null {
  return kept().last;
}

async function look(at: Date): Promise<Findings> {
  const examined = await examine({
    env: environment(),
    root: process.cwd(),
    // Names in .env files were checked at the start.
    fileNames: [],
    readFile: (path) => readFileSync(/* turbopackIgnore: true */ path, "utf8"),
    silence: 0,
    isPublic: false,
  });
  const found = { at, examined };
  kept().last = found;
  return found;
}
