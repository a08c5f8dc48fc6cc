import { createInterface } from "node:readline/promises";
import { UsageError } from "./arguments";

/** Asks on the terminal. @returns whether the answer is yes @throws UsageError when there is no terminal */
export async function askYes(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError("Nobody can be asked here: add --yes to pay without asking.");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
