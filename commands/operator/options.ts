import { parseArguments, UsageError } from "@/commands/arguments";
import { usage } from "./usage";

export type Options = {
  /** The words of the command: `["suspend", "file", "3Fa…"]`. */
  words: string[];
  values: Partial<Record<TextOption, string>>;
  flags: Record<Flag, boolean>;
};

const textOptions = [
  ...["ground", "facts", "legal-basis", "reason", "state", "before", "days", "act", "by", "subject", "on"],
] as const;
type TextOption =
  | "ground"
  | "facts"
  | "legal-basis"
  | "reason"
  | "state"
  | "before"
  | "days"
  | "act"
  | "by"
  | "subject"
  | "on";

const flags = ["json", "yes", "alone", "unfounded", "csv", "ndjson"] as const;
type Flag = (typeof flags)[number];

/** Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parseArguments(usage, {
    args,
    allowPositionals: true,
    options: {
      ...Object.fromEntries(textOptions.map((name) => [name, { type: "string" as const }])),
      ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }])),
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help || positionals.length === 0) return null;
  const given = values as Record<string, string | boolean | undefined>;
  return {
    words: positionals,
    values: Object.fromEntries(textOptions.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
    flags: Object.fromEntries(flags.map((name) => [name, given[name] === true])) as Record<Flag, boolean>,
  };
}

/** The word at a place of the command. @throws UsageError */
export function wordAt({ words }: Options, at: number, what: string): string {
  const word = words[at];
  if (!word) throw new UsageError(`“${words.join(" ")}” lacks ${what}. --help shows the commands.`);
  return word;
}

/** The value of an option that has to be there. @throws UsageError */
export function required({ values, words }: Options, name: TextOption): string {
  const value = values[name]?.trim();
  if (!value) throw new UsageError(`“${words.join(" ")}” needs --${name}.`);
  return value;
}

/** One of several words. @throws UsageError */
export function oneOf<const Word extends string>(text: string, words: readonly Word[], what: string): Word {
  const found = words.find((word) => word === text);
  if (!found) throw new UsageError(`${what} is one of ${words.join(", ")}, not “${text}”.`);
  return found;
}
