// npm run sell -- FILE --price 0.50: a program with a wallet and no page sells a file.

import { homedir } from "node:os";
import { UsageError } from "@/commands/arguments";
import { Disturbed } from "@/commands/disturbed";
import { Refused } from "@/commands/pay/refused";
import { Interrupted } from "./interrupted";
import { readOptions, usage } from "./options";
import { sellFile } from "./sell-file";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env, homedir());
  if (options === null) return console.log(usage);
  console.log(await sellFile(options));
}

/** What the usage lists. */
function exitCode(error: unknown): number {
  if (error instanceof UsageError) return 2;
  return error instanceof Refused ? 1 : 3;
}

main().then(
  // Connections that are kept for the next request would keep the program.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    const code = exitCode(error);
    if (code === 3) {
      console.error("Run the same command again: it goes on from there, and nothing is paid twice.");
      if (!(error instanceof Interrupted || error instanceof Disturbed)) console.error(causeOf(error));
    }
    process.exit(code);
  },
);

/** `fetch failed` says nothing by itself. */
function causeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : "";
}
