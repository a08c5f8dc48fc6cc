import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { decide } from "@/lib/decisions/decide";
import { listDecisions } from "@/lib/decisions/list-decisions";
import { type DecisionSubject, GROUNDS, type Verdict } from "@/lib/decisions/schema";
import { fileIdOf, sellerIdOf } from "./find";
import { type Options, oneOf, required, wordAt } from "./options";
import type { Answer } from "./print";

/** Who acts here, as the audit log names people. */
export const commandLine = { kind: "command-line" } as const;

/** The verdicts by their commands. */
export const decisionCommands: Readonly<Record<string, Verdict>> = {
  suspend: "suspended",
  withhold: "withheld",
  lift: "lifted",
  delete: "deleted",
};

/** `suspend file FILE --ground … --facts …`, and the like. */
export async function decideHere(options: Options, verdict: Verdict, now: Date): Promise<Answer> {
  const on = await readSubject(options);
  const [last] = await listDecisions(on);
  const { legalBasis, ...reasons } = readReasons(options);
  if (verdict === "deleted") await requireYes(options, on.id);
  const input = { verdict, on, ...reasons, legalBasis, after: last?.id ?? null };
  const { id } = await decide(input, commandLine, now);
  return { json: { decisionId: id, verdict, on }, text: [`Decided: ${verdict} (decision ${id}).`] };
}

/** `decisions file FILE`. */
export async function showDecisions(options: Options): Promise<Answer> {
  const decisions = await listDecisions(await readSubject(options));
  const text = decisions.map(
    ({ at, verdict, ground, by, facts, id }) => `${at}  ${verdict}  ${ground}  by ${by}  (${id})\n    ${facts}`,
  );
  return { json: decisions, text: text.length > 0 ? text : ["Nothing was decided about it."] };
}

async function readSubject(options: Options): Promise<DecisionSubject> {
  const kind = oneOf(wordAt(options, 1, "“file” or “seller”"), ["file", "seller"], "What is decided about");
  const text = wordAt(options, 2, `the ${kind}`);
  return { kind, id: kind === "file" ? fileIdOf(text) : await sellerIdOf(text) };
}

/** The statement of reasons. @throws UsageError */
export function readReasons(options: Options) {
  return {
    ground: oneOf(required(options, "ground"), GROUNDS, "--ground"),
    facts: required(options, "facts"),
    legalBasis: options.values["legal-basis"],
  };
}

/** @throws UsageError unless the operator says yes */
export async function requireYes({ flags: { yes } }: Options, what: string): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new UsageError("Deleting cannot be undone: say yes with --yes.");
  if (!(await askYes(`Delete the bytes of ${what} for everybody, also for those who paid?`))) {
    throw new UsageError("Nothing was deleted.");
  }
}
