import { resolve } from "node:path";
import { parseArguments, readCount, UsageError } from "@/commands/arguments";
import type { Keep } from "@/lib/backup/keep";

export const usage = `Usage: npm run backup -- [options]

Writes a backup of this shop while it sells: every row of its database, and the files that it lacks in the folder.

  --to DIR     the folder of backups (default: BACKUP_DIR, else backups in DATA_DIR, which is lost together with its disk)
  --keep RULE  afterwards delete this shop's older backups: 7 keeps the seven newest, 30d those of the last 30 days. May be
               given once in each form; a backup stays if either rule keeps it
  --json       print JSON

A backup has no key of the settings: keep SESSION_SECRET and GAS_KEY as well (docs/operate/backup.md).

Exit code: 0 the backup is whole; 1 it is written, but the shop itself has lost or damaged files, or old backups could not
be deleted; 2 none was written.`;

export type Options = {
  /** Absolute; null: the default. */
  to: string | null;
  keep: Keep | null;
  json: boolean;
};

/** Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values } = parseArguments(usage, {
    args,
    options: {
      to: { type: "string" },
      keep: { type: "string", multiple: true },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return null;
  if (values.to === "") throw new UsageError("--to takes a folder.");
  return {
    to: values.to === undefined ? null : resolve(values.to),
    keep: values.keep ? values.keep.map(readRule).reduce(join) : null,
    json: values.json ?? false,
  };
}

function readRule(text: string): Keep {
  const isDays = text.endsWith("d");
  const wants = "a number of backups (7) or of days (30d)";
  const number = readCount("--keep", isDays ? text.slice(0, -1) : text, [1, 99_999], wants);
  return isDays ? { days: number } : { newest: number };
}

function join(one: Keep, other: Keep): Keep {
  const both = { ...one, ...other };
  if (Object.keys(both).length !== 2) throw new UsageError("--keep is given twice in the same form.");
  return both;
}
