import type { Setting } from "../lib/settings/setting";
import { groups } from "../lib/settings/table/table";

/** The table of settings for operators: .env.example, and the tables of docs/operate/settings.md. */

const WIDTH = 120;
const HEAD = [
  "Every setting of Filekiosk. Copy this file to .env and fill in what you need; `npm run demo` needs none of it.",
  "",
  "Settings are read when the program starts, never when it is built. A blank one means unset. If one is unknown, not " +
    "valid or contradictory, Filekiosk does not start and says how to fix it. The environment takes precedence over this file. " +
    "Every secret can also be given as the path of a file: NAME_FILE=/run/secrets/name.",
  "",
  "Written by `npm run house` from lib/settings/table/table.ts, as are the tables in docs/operate/settings.md.",
];

/** A commented `.env` file with every setting and no value. */
export function envExample(): string {
  const parts = Object.entries(groups).map(([title, settings]) =>
    [`# ── ${title} `.padEnd(WIDTH, "─"), ...Object.entries(settings).map(paragraph)].join("\n\n"),
  );
  return `${[comment(HEAD), ...parts].join("\n\n")}\n`;
}

/** For each group a heading and a table: name, what it is for, default, whether it is a secret. */
export function tablesOfSettings(): string {
  return Object.entries(groups)
    .map(([title, settings]) => {
      const rows = Object.entries(settings).map(([name, setting]) => row(name, setting));
      return [`## ${title}`, "", "| name | what | default | secret |", "| --- | --- | --- | --- |", ...rows].join("\n");
    })
    .join("\n\n");
}

function paragraph([name, setting]: [string, Setting]): string {
  const sentences = [wordsOf(setting)];
  const usual = defaultOf(setting);
  if (usual) sentences.push(setting.missing ? `${usual}.` : `Default: ${usual}.`);
  if (setting.secret) sentences.push(`${name}_FILE works too.`);
  const names = setting.chains?.map((chainId) => name.replace("<chain id>", String(chainId))) ?? [name];
  return [comment([sentences.join(" ")]), ...names.map((one) => `${one}=`)].join("\n");
}

function row(name: string, setting: Setting): string {
  const what = wordsOf(setting).replace(/docs\/([\w/-]+\.md)/g, "[docs/$1](../$1)");
  return `| \`${name}\` | ${what} | ${defaultOf(setting)} | ${setting.secret ? "yes" : ""} |`;
}

function wordsOf({ what, onlySettling, missing, example }: Setting): string {
  const where = onlySettling && !missing ? ["Only where this server settles."] : [];
  return [what, ...where, ...(example ? [`Example: \`${example}\`.`] : [])].join(" ");
}

function defaultOf({ default: value, defaultInWords, onDevnet, missing, onlySettling }: Setting): string {
  if (missing) return onlySettling ? "Required where this server settles" : "Required";
  const usual = defaultInWords ?? (value === undefined ? "" : `\`${value}\``);
  return onDevnet === undefined ? usual : `${usual}; on the devnet \`${onDevnet}\``;
}

/** Lines that begin with `#`. */
function comment(paragraphs: readonly string[]): string {
  return paragraphs
    .flatMap(wrap)
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
}

/** Breaks a text between words, but not inside `code` or <placeholders>. */
function wrap(text: string): string[] {
  const lines = [""];
  for (const word of text.match(/(?:`[^`]*`|<[^>]*>|\S)+/g) ?? []) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length > WIDTH - "# ".length) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
