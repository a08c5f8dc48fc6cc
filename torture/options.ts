import { parseArgs } from "node:util";

export type Options = {
  /** Purchase intents. */
  runs: number;
  seed: number;
  /** Tries, beside them, of payers who want the gas account to lose money. */
  hostile: number;
  /** Only these kinds of fault; every kind when empty. */
  only: string[];
  /** Where the checks are written as JSON, for a program. */
  report: string | undefined;
};

/** From so many purchases on each kind of fault has to meet its moment ten times. */
const LONG_RUN = 300;
const MAX_HITS = 10;

/** The purchases of a run, filled up so that every kind of fault has as many as it has to meet its moment. */
export function howMany(runs: number, kinds: number): number {
  return Math.max(kinds === 0 ? 0 : runs, kinds * hitsNeeded(runs, kinds));
}

/** How often each kind of fault has to meet its moment: as often as it is dealt in any case, ten times at most. */
export function hitsNeeded(runs: number, kinds: number): number {
  if (runs >= LONG_RUN) return MAX_HITS;
  return Math.max(1, Math.min(MAX_HITS, Math.floor(runs / Math.max(1, kinds))));
}

/** A kind that never met its moment is not dealt more often than if it did every fourth time. */
const LOWEST_RATE = 0.25;
/** Most purchases that one kind is dealt again at once. */
const MAX_RESENT = 20;

/** How many more purchases a kind gets: as many as bring the hits that are missing, if it continues as it did. */
export function howManyMore({ needed, hits, tries }: { needed: number; hits: number; tries: number }): number {
  if (hits >= needed) return 0;
  const rate = Math.max(LOWEST_RATE, tries === 0 ? 1 : hits / tries);
  return Math.min(MAX_RESENT, Math.ceil((needed - hits) / rate));
}

export const usage = `npm run torture -- [--runs N] [--hostile N] [--seed S] [--only kind,kind]

Buys files from the production build while everything around it fails, then asks the chain who paid and who was served.
  --runs N     how many purchases to try (120: every fault meets its moment three times; from 300 on ten times)
  --hostile N  tries, beside them, to waste the gas account's money (30)
  --seed S     repeats the choices of an earlier run (random)
  --report F   writes the checks to a file, as JSON
  --only …   some kinds of fault only; a misspelt one lists them all`;

/** @throws Error in words for people */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string", default: "120" },
      hostile: { type: "string", default: "30" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      only: { type: "string", default: "" },
      report: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const only = values.only.split(",").filter((kind) => kind !== "");
  return {
    runs: wholeNumber("--runs", values.runs),
    hostile: wholeNumber("--hostile", values.hostile),
    seed: wholeNumber("--seed", values.seed),
    only,
    report: values.report,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} has to be a whole number.`);
  return Number(text);
}
