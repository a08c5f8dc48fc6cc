import { parseArgs } from "node:util";

export type Options = {
  seed: number;
  /** Every shape in every place, and a longer siege. */
  long: boolean;
};

export const usage = `npm run siege -- [--long] [--seed S]

Fills every place of every request with hostile text, then besieges the production build while people sell and buy.
  --long     every place with every shape, and a longer siege (some ten minutes)
  --seed S   repeats the choices of an earlier run (random)`;

/** @throws Error in words for people */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      long: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (!/^\d{1,9}$/.test(values.seed)) throw new Error("--seed has to be a whole number.");
  return { seed: Number(values.seed), long: values.long };
}
