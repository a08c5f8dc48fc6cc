import "server-only";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { unwrapWoff } from "./unwrap-woff";

/**
 * The fonts of cards, from npm, so that a card looks the same on every system: Latin, Greek, Cyrillic, Vietnamese and
 * Devanagari; Arabic; Japanese, which has one weight.
 */
const sources: { folder: string; files: RegExp }[] = [
  {
    folder: "noto-sans",
    files: /-(latin|latin-ext|greek|cyrillic|cyrillic-ext|vietnamese|devanagari)-(400|700)-normal\.woff$/,
  },
  { folder: "noto-sans-arabic", files: /-arabic-(400|700)-normal\.woff$/ },
  { folder: "kosugi", files: /-japanese-400-normal\.woff$/ },
];

/** Families in the order in which they are searched for a letter. */
export const CARD_FONT = "Noto Sans,Noto Sans Arabic,Kosugi";

/**
 * The folder with the fonts of cards and `fonts.conf`, which lists only them and no system fonts. Made at the first card.
 */
export async function cardFonts(): Promise<string> {
  const { dataDir } = settings();
  const made = perProcess(`previews.fonts:${dataDir}`, () => ({ folder: makeFonts(join(dataDir, "previews")) }));
  try {
    return await made.folder;
  } catch (error) {
    // The next card tries again.
    made.folder = makeFonts(join(dataDir, "previews"));
    made.folder.catch(() => {});
    throw error;
  }
}

async function makeFonts(parent: string): Promise<string> {
  const packages = join(/* turbopackIgnore: true */ process.cwd(), "node_modules/@fontsource");
  const files: string[] = [];
  for (const { folder, files: wanted } of sources) {
    const names = await readdir(join(packages, folder, "files"));
    files.push(...names.filter((name) => wanted.test(name)).map((name) => join(packages, folder, "files", name)));
  }
  const bytes = await Promise.all(files.map((file) => readFile(file)));
  const version = createHash("sha256").update(Buffer.concat(bytes)).digest("hex").slice(0, 12);
  const folder = join(parent, `fonts-${version}`);
  const there: string[] = await readdir(folder).catch(() => []);
  if (there.includes("fonts.conf")) return folder;

  // Complete or not there: another process may be reading.
  const partial = `${folder}.${process.pid}`;
  await mkdir(join(partial, "cache"), { recursive: true });
  for (const [index, woff] of bytes.entries()) await writeFile(join(partial, `${index}.ttf`), unwrapWoff(woff));
  await writeFile(join(partial, "fonts.conf"), configuration(folder));
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  return folder;
}

function configuration(folder: string): string {
  const text = folder.replace(/[&<]/g, (sign) => (sign === "&" ? "&amp;" : "&lt;"));
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${text}</dir><cachedir>${text}/cache</cachedir></fontconfig>
`;
}
