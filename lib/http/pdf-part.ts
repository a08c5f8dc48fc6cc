import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Folders of `pdfjs-dist` with files that a PDF may need, their names, and their types. */
const kinds: Record<string, { names: RegExp; mediaType: string }> = {
  cmaps: { names: /^[\w-]+\.bcmap$/, mediaType: "application/octet-stream" },
  standard_fonts: { names: /^[\w-]+\.(pfb|ttf)$/, mediaType: "application/octet-stream" },
  wasm: { names: /^[\w-]+\.wasm$/, mediaType: "application/wasm" },
};

/**
 * Files that pdf.js loads only for PDFs that need them: character maps of East Asian fonts, the standard fonts,
 * decoders of scans. They come from the npm package, so that no other site is involved.
 *
 * @returns null if there is no such part
 */
export async function readPdfPart(kind: string, name: string): Promise<{ bytes: Buffer; mediaType: string } | null> {
  const found = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!found?.names.test(name)) return null;
  const folder = join(/* turbopackIgnore: true */ process.cwd(), "node_modules/pdfjs-dist", kind);
  try {
    return { bytes: await readFile(join(folder, name)), mediaType: found.mediaType };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
