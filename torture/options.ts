import { parseArgs } from "node:util";

export type Options = {
  /** Purchase intents. */
  runs: number;
  seed: number;
  /** Only these kinds of fault; every kind when empty. */
  only: string[];
  /** Where the checks are written as JSON, for a program. */
  report: string | undefined;
};

export const usage = `npm run torture -- [--runs N] [--seed S] [--only kind,kind]

Buys files from the production build while everything around it fails, then asks the chain who paid and who was served.
  --runs N   how many purchases to try (60)
  --seed S   repeats the choices of an earlier run (random)
  --report F writes the checks to a file, as JSON
  --only …   some kinds of fault only; a misspelt one lists them all`;

/** @throws Error in words for people */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string", default: "60" },
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
    seed: wholeNumber("--seed", values.seed),
    only,
    report: values.report,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} has to be a whole number.`);
  return Number(text);
}
