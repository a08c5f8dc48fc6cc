import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findBrowser } from "@/scripts/lib/find-browser.mjs";
import { findDocumentMakers } from "@/scripts/lib/find-document-makers.mjs";
import type { Packed } from "./pack-zip";

/** PDFs, archives and books by programs that people use. */

const { env, missing } = findDocumentMakers({ install: false });
const browser = await findBrowser({ install: false }).catch(() => null);

/** Whether a program is here: of `find-document-makers.mjs`, or "Chromium". */
export const hasMaker = (name: string) => (name === "Chromium" ? browser !== null : !missing.includes(name));

type Run = (command: string, ...args: string[]) => void;

/**
 * Runs programs in a folder of their own, and reads the file that they made.
 *
 * @param files written into it first
 */
function makeIn(
  files: Record<string, string | Buffer>,
  made: string,
  work: (run: Run, folder: string) => void,
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-made-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    work((command, ...args) => execFileSync(command, args, { cwd: folder, env, stdio: "ignore" }), folder);
    return readFileSync(join(folder, made));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By Chromium's printing (Skia), which writes the title, and fonts of its own. */
export function printedPdf(html: string): Buffer {
  return makeIn({ "a.html": html }, "a.pdf", (run, folder) => {
    const own = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, "profile")}`];
    run(
      browser?.executablePath ?? "",
      ...own,
      "--no-pdf-header-footer",
      `--print-to-pdf=${join(folder, "a.pdf")}`,
      "a.html",
    );
  });
}

/** By PDF::API2: so many pages of A4 with a number, of which the first is turned. */
export function perlPdf(pages: number): Buffer {
  const program = `use PDF::API2; use utf8;
my $pdf = PDF::API2->new();
for my $number (1..${pages}) {
  my $page = $pdf->page(); $page->mediabox(595, 842); $page->rotate(90) if $number == 1;
  my $text = $page->text(); $text->font($pdf->corefont("Helvetica-Bold"), 300); $text->translate(200, 300); $text->text("$number");
}
$pdf->info(Title => "Ночь и день", Author => "Ana Ruiz"); $pdf->saveas("a.pdf");`;
  return makeIn({ "make.pl": program }, "a.pdf", (run) => run("perl", "make.pl"));
}

/** Written once more by qpdf, with these options. */
export function rewrittenPdf(pdf: Buffer, ...options: string[]): Buffer {
  return makeIn({ "in.pdf": pdf }, "out.pdf", (run) => run("qpdf", "in.pdf", ...options, "out.pdf"));
}

const zippers: Record<string, (run: Run, names: string[]) => void> = {
  zip(run, names) {
    run("zip", "-X0", "out.zip", "mimetype");
    run("zip", "-Xr9", "out.zip", ...names);
  },
  "7zz": (run, names) => run("7zz", "a", "-tzip", "-mx=9", "out.zip", "mimetype", ...names),
  bsdtar: (run, names) => run("bsdtar", "-a", "-cf", "out.zip", "mimetype", ...names),
};

/** By one of the programs that make archives, from files on the disk. */
export function zippedBy(program: string, files: readonly Packed[]): Buffer {
  const written = Object.fromEntries(files.map(({ name, content = "" }) => [String(name), content as string | Buffer]));
  const names = [...new Set(files.map(({ name }) => String(name).replace(/\/.*/, "")))].filter(
    (name) => name !== "mimetype",
  );
  return makeIn({ mimetype: "", ...written }, "out.zip", (run) => zippers[program]?.(run, names));
}

/** EPUB 2 by libepubgen, as LibreOffice writes it, from a FictionBook. */
export function convertedBook(fb2: Buffer): Buffer {
  return makeIn({ "in.fb2": fb2 }, "out.epub", (run) => run("ebook2epub", "in.fb2", "out.epub"));
}
