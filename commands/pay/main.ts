// npm run pay -- LINK: a program with a wallet and no page buys a file.

import { UsageError } from "@/commands/arguments";
import { buyFile } from "./buy-file";
import { readOptions } from "./options";

async function main(): Promise<number> {
  try {
    return await buyFile(readOptions(process.argv.slice(2), process.env));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 1;
  }
}

// Connections that are kept for the next request would keep the program.
main().then(process.exit, (error: unknown) => {
  console.error(error);
  process.exit(1);
});
