import { basename, dirname, resolve } from "node:path";
import { parseArguments, readCount, UsageError } from "@/commands/arguments";
import { BACKUP_NAME } from "@/lib/backup/layout";

export const usage = `Usage: npm run verify -- [DIR] [options]

Verifies a backup: everything that it names is there, its rows make a database that this version can use, and each file
that a row names has its bytes. Without DIR it verifies the shop itself. It changes nothing.

  DIR        a folder of backups (the newest is verified), or one backup in it (DIR/backups/20261130T120000Z)
  --full     also read every byte of the files and compare their hashes
  --chain    also compare settled payments with the chain, and list sales that the chain shows and no row explains. Needs
             the settings and nodes of the networks
  --days N   how far back --chain goes (default: 7)
  --json     print JSON

Exit code: 0 everything is as it should be, 1 something is not, 2 it could not be verified.`;

/** A folder of backups, and the name of one of them (null: the newest). */
export type NamedBackup = { root: string; name: string | null };

export type Options = {
  /** Null: the shop itself. */
  backup: NamedBackup | null;
  full: boolean;
  chain: boolean;
  days: number;
  json: boolean;
};

/** Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parseArguments(usage, {
    args,
    allowPositionals: true,
    options: {
      full: { type: "boolean" },
      chain: { type: "boolean" },
      days: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return null;
  if (positionals.length > 1) throw new UsageError(usage);
  const { full = false, chain = false, json = false } = values;
  const days = readCount("--days", values.days ?? "7", [1, 9_999], "a number of days");
  if (values.days !== undefined && !chain)
    throw new UsageError("--days says how far back --chain goes: give that too.");
  const [dir] = positionals;
  return { backup: dir === undefined ? null : readBackup(dir), full, chain, days, json };
}

/** A folder of backups, or one backup in it. */
export function readBackup(text: string): NamedBackup {
  const path = resolve(text);
  const isOne = BACKUP_NAME.test(basename(path)) && basename(dirname(path)) === "backups";
  return isOne ? { root: dirname(dirname(path)), name: basename(path) } : { root: path, name: null };
}
