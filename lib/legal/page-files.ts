import "server-only";
import { readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { type Locale, localeNames } from "@/lib/i18n/locales";
import { perProcess } from "@/lib/process";
import { findGaps } from "./gaps";
import type { PageKind } from "./schema";

/** Long terms have 50 KB. The limit bounds what a page costs to render. */
const PAGE_MAX_BYTES = 100 * 1_024;

/** One file in `DATA_DIR/pages`, such as `terms.md` or `terms.fr.md`. */
export type PageFile = {
  path: string;
  /** Null for the file without a language in its name. */
  language: Locale | null;
  /** Empty for one with a problem. */
  text: string;
  /** What its author still has to fill in. Such a file is not shown. */
  gaps: string[];
  problem: "too-large" | "unreadable" | null;
};

/** @param folder `DATA_DIR/pages` */
export function pagePath(folder: string, kind: PageKind, language: Locale | null): string {
  return join(folder, language === null ? `${kind}.md` : `${kind}.${language}.md`);
}

/** The files of one page that exist, the one without a language first. Each is read again only when it has changed. */
export function readPageFiles(folder: string, kind: PageKind): PageFile[] {
  return [null, ...localeNames].flatMap((language) => readPageFile(pagePath(folder, kind, language), language) ?? []);
}

type Kept = { state: string; file: PageFile };

function readPageFile(path: string, language: Locale | null): PageFile | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return null;
  const files = perProcess("operator-pages", () => new Map<string, Kept>());
  const state = [stats.mtimeMs, stats.ctimeMs, stats.size, stats.ino].join(" ");
  const kept = files.get(path);
  if (kept?.state === state) return kept.file;
  const file = { path, language, ...readText(path, stats) };
  files.set(path, { state, file });
  return file;
}

function readText(path: string, { size }: Stats): Pick<PageFile, "text" | "gaps" | "problem"> {
  if (size > PAGE_MAX_BYTES) return { text: "", gaps: [], problem: "too-large" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path).subarray(0, PAGE_MAX_BYTES));
    return { text, gaps: findGaps(text), problem: null };
  } catch {
    return { text: "", gaps: [], problem: "unreadable" };
  }
}
