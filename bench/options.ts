import { parseArgs } from "node:util";

export type Options = {
  /** Small sizes and short rounds: shows that the programs work, not how fast anything is. */
  quick: boolean;
  /** Rounds of each comparison. */
  runs: number;
  /** Only these measurements; all but `interrupt` when empty. */
  only: string[];
  /** Where everything that is printed is written as well. */
  log: string | undefined;
};

export const usage = `npm run bench -- [NAME…] [--quick] [--runs N] [--log FILE]

Measures the production build and others side by side, in turns, and prints how they compare: the lowest, the middle and
the highest of all rounds.
  NAME…      upload, download, memory, first-byte, purchases, challenges, previews, hostile, growth, dashboard, taps (all of these when none is named), interrupt
  --only A,B the same as naming them
  --quick    small sizes and short rounds: shows that everything works, measures nothing
  --runs N   rounds of each comparison (5)
  --log FILE writes what is printed to a file, too`;

/** @throws Error in words for people */
export function readOptions(args: string[]): Options | "help" {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      only: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
      runs: { type: "string" },
      log: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const runs = values.runs ?? (values.quick ? "2" : "5");
  if (!/^[1-9]\d{0,2}$/.test(runs)) throw new Error("--runs has to be a whole number from 1 to 999.");
  const only = [...positionals, ...values.only.split(",")].filter((name) => name !== "");
  return { quick: values.quick, runs: Number(runs), only, log: values.log };
}
