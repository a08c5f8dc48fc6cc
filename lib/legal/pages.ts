import "server-only";
import { join } from "node:path";
import type { Locale } from "@/lib/i18n/locales";
import { settings } from "@/lib/settings/settings";
import { type PageFile, readPageFiles } from "./page-files";
import { renderMarkdown } from "./render-markdown";
import { PAGE_KINDS, type PageKind } from "./schema";

export type OperatorPage = {
  /** Of the text; null if its file names none. */
  language: Locale | null;
  /** Safe to put on a page; see `renderMarkdown`. */
  html: string;
};

/**
 * A page that the operator wrote, in the reader's language if there is one, else without a language, else in any.
 *
 * @returns null without a file that can be shown
 */
export function findPage(kind: PageKind, locale: Locale): OperatorPage | null {
  const files = shownFiles(kind);
  const file =
    files.find(({ language }) => language === locale) ?? files.find(({ language }) => language === null) ?? files[0];
  return file ? { language: file.language, html: htmlOf(file) } : null;
}

/** The pages that the operator has written. */
export function existingPages(): PageKind[] {
  return PAGE_KINDS.filter((kind) => shownFiles(kind).length > 0);
}

/** Files without a gap and without a problem. With `TERMS_URL` the terms are elsewhere, and only there. */
export function shownFiles(kind: PageKind): PageFile[] {
  const { dataDir, termsUrl } = settings();
  if (kind === "terms" && termsUrl !== undefined) return [];
  const files = readPageFiles(join(dataDir, "pages"), kind);
  return files.filter(({ gaps, problem }) => gaps.length === 0 && problem === null);
}

const rendered = new WeakMap<PageFile, string>();

/** Once for each change of the file: an unchanged one is the same object. */
function htmlOf(file: PageFile): string {
  const html = rendered.get(file) ?? renderMarkdown(file.text);
  rendered.set(file, html);
  return html;
}
