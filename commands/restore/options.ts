import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArguments, UsageError } from "@/commands/arguments";
import { type NamedBackup, readBackup } from "@/commands/verify/options";

export const usage = `Usage: npm run restore -- DIR [options]
       npm run restore -- --confirm [--yes]
       npm run restore -- --found | --grant ID

Restores a backup into the empty place that the settings name (DATA_DIR, DATABASE_URL). Then start the shop: it gives buyers
what they have bought, but sells nothing and sends nothing. --confirm compares it with the chain since the backup, shows what
was sold and refunded meanwhile, and asks you whether the shop may sell again. It runs beside the shop.

  DIR                 a folder of backups (the newest is restored), or one backup in it (DIR/backups/20261130T120000Z)
  --journal DIR       the journal of what was taken away since (default: JOURNAL_DIR); also with --confirm
  --without-journal   restore although the journal is missing or damaged: recovery links end, and sellers confirm their
                      payout address first
  --shop URL          the old address of a shop that has moved
  --secret-file FILE  has an earlier SESSION_SECRET of this shop; may be given several times, also with --confirm
  --confirm           compare and ask; --yes answers for a script. May be repeated: it looks for more
  --found             list the payments that were found and that nobody has claimed yet
  --grant ID          allow one of them that another service settled: the payer's signature then opens the file
  --json              print JSON

Exit code: 0 done; 1 not confirmed, because the chain and the shop differ or you did not say yes; 2 nothing was changed.`;

export type Options = { secrets: string[]; journal: string | null; json: boolean } & (
  | {
      kind: "restore";
      backup: NamedBackup;
      withoutJournal: boolean;
      shop: string | null;
    }
  | { kind: "confirm"; yes: boolean }
  | { kind: "found" }
  | { kind: "grant"; id: string }
);

const options = {
  journal: { type: "string" },
  "without-journal": { type: "boolean" },
  shop: { type: "string" },
  "secret-file": { type: "string", multiple: true },
  confirm: { type: "boolean" },
  yes: { type: "boolean" },
  found: { type: "boolean" },
  grant: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values, positionals } = parseArguments(usage, { args, allowPositionals: true, options });
  if (values.help) return null;
  const { confirm = false, found = false, grant, yes = false, json = false } = values;
  const journal = values.journal === undefined ? null : resolve(values.journal);
  const all = { secrets: (values["secret-file"] ?? []).map(readSecret), journal, json };
  const [dir, ...more] = positionals;
  const modes = [dir !== undefined, confirm, found, grant !== undefined].filter(Boolean).length;
  if (modes !== 1 || more.length > 0) throw new UsageError(usage);
  if (yes && !confirm) throw new UsageError("--yes answers the question of --confirm: give that too.");
  if (confirm) return { ...all, kind: "confirm", yes };
  if (found) return { ...all, kind: "found" };
  if (grant !== undefined) return { ...all, kind: "grant", id: grant };
  return {
    ...all,
    kind: "restore",
    backup: readBackup(dir ?? ""),
    withoutJournal: values["without-journal"] ?? false,
    shop: values.shop ?? null,
  };
}

function readSecret(path: string): string {
  try {
    const secret = readFileSync(path, "utf8").trim();
    if (secret !== "") return secret;
  } catch (error) {
    throw new UsageError(`--secret-file ${path} cannot be read: ${(error as Error).message}`);
  }
  throw new UsageError(`--secret-file ${path} is empty.`);
}
