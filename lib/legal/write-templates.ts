import "server-only";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locale } from "@/lib/i18n/locales";
import { settings } from "@/lib/settings/settings";
import { type PageFile, pagePath, readPageFiles } from "./page-files";
import { PAGE_KINDS } from "./schema";
import { templateOf } from "./templates/templates";

/**
 * Writes the templates that are missing in `DATA_DIR/pages`. A file that exists is never changed.
 *
 * @param languages the first one becomes the page for readers of any other language
 * @returns the paths that were written
 */
export async function writeTemplates(languages: readonly Locale[]): Promise<string[]> {
  const { dataDir, termsUrl } = settings();
  const folder = join(dataDir, "pages");
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const kind of PAGE_KINDS) {
    if (kind === "terms" && termsUrl !== undefined) continue;
    for (const [index, language] of languages.entries()) {
      const path = pagePath(folder, kind, index === 0 ? null : language);
      if (await writeNew(path, templateOf(kind, language))) written.push(path);
    }
  }
  return written;
}

async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Every file of a page that exists, shown or not. */
export function allPageFiles(dataDir: string): PageFile[] {
  return PAGE_KINDS.flatMap((kind) => readPageFiles(join(dataDir, "pages"), kind));
}
