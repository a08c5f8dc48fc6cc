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
const HITS_OF_A_LONG_RUN = 10;

/** The purchases of a run: a long one is filled up so that every kind of fault has ten. */
export function howMany(runs: number, kinds: number): number {
  if (kinds === 0) return 0;
  return runs >= LONG_RUN ? Math.max(runs, kinds * HITS_OF_A_LONG_RUN) : runs;
}

/** How often each kind of fault has to meet its moment. */
export function hitsNeeded(runs: number, kinds: number): number {
  return runs >= LONG_RUN
    ? HITS_OF_A_LONG_RUN
    : Math.max(1, Math.min(HITS_OF_A_LONG_RUN, Math.floor(runs / kinds / 2)));
}

export const usage = `npm run torture -- [--runs N] [--hostile N] [--seed S] [--only kind,kind]

Buys files from the production build while everything around it fails, then asks the chain who paid and who was served.
  --runs N     how many purchases to try (300; from 300 on every fault meets its moment ten times)
  --hostile N  tries, beside them, to waste the gas account's money (60)
  --seed S     repeats the choices of an earlier run (random)
  --report F   writes the checks to a file, as JSON
  --only …   some kinds of fault only; a misspelt one lists them all`;

/** @throws Error in words for people */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string", default: "300" },
      hostile: { type: "string", default: "60" },
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
