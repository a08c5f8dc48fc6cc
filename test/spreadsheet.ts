import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findSpreadsheet } from "@/scripts/lib/find-spreadsheet.mjs";

/** What LibreOffice makes of a CSV file. */

const found = findSpreadsheet({ install: false });
export const hasSpreadsheet = !("missing" in found);

/** A cell: `formula` if it is one that runs, `number` if it can be counted. */
export type Cell = { text: string; number: number | null; formula: string | null };

/** It ends with this after it has written its own settings for the first time, and asks to be started again. */
const START_AGAIN = 81;

/** Opens a CSV file as somebody does who clicks on it, and saves it in the program's own format; the rows with their cells. */
export function openCsv(csv: string): Cell[][] {
  if ("missing" in found) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-sheet-"));
  try {
    mkdirSync(join(folder, "home"));
    writeFileSync(join(folder, "sales.csv"), csv);
    const own = `-env:UserInstallation=${pathToFileURL(join(folder, "settings")).href}`;
    const args = [own, "--headless", "--convert-to", "fods", "--outdir", folder, join(folder, "sales.csv")];
    const env = { ...found.env, HOME: join(folder, "home") };
    const run = () => spawnSync(found.program, args, { env, timeout: 120_000, stdio: "ignore" }).status;
    const status = run();
    if (status === START_AGAIN) run();
    return readRows(readFileSync(join(folder, "sales.fods"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readRows(xml: string): Cell[][] {
  const rows = [...xml.matchAll(/<table:table-row[^>]*>([\s\S]*?)<\/table:table-row>/g)];
  return rows.map(([, row = ""]) =>
    [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)].flatMap(
      ([, attributes = "", content = ""]) => {
        const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1];
        const value = attribute("office:value");
        const cell = {
          text: unescaped(content.replace(/<[^>]*>/g, "").trim()),
          number: value === undefined ? null : Number(value),
          formula: attribute("table:formula") ?? null,
        };
        return Array.from({ length: Number(attribute("table:number-columns-repeated") ?? "1") }, () => cell);
      },
    ),
  );
}

function unescaped(xml: string): string {
  return xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
