import "server-only";
import { csvLine } from "@/lib/csv";
import type { Period } from "./read-period";
import { ENTRY_COLUMNS, type Entry } from "./schema";
import { walkEntries } from "./walk-entries";

type EntriesFormat = "csv" | "ndjson";

/** A seller's sales and refunds as text, piece by piece, the oldest first. */
export async function* exportEntries(sellerId: string, period: Period, format: EntriesFormat): AsyncGenerator<string> {
  // A spreadsheet takes a file without it for a text of the computer's own encoding.
  if (format === "csv") yield `\ufeff${csvLine(ENTRY_COLUMNS)}`;
  for await (const entries of walkEntries(sellerId, period)) {
    yield entries.map((entry) => (format === "csv" ? toCsv(entry) : `${JSON.stringify(entry)}\n`)).join("");
  }
}

const toCsv = (entry: Entry) => csvLine(ENTRY_COLUMNS.map((column) => entry[column]));
