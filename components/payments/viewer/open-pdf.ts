import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import { shapeOf } from "./draw-pdf-page";
import type { ViewFault } from "./fault-notice";
import { findLargePictures } from "./large-pictures";
import type { rangeReader } from "./range-reader";

/** Why a PDF is not shown. `lost`: its bytes or the reader itself could not be loaded. */
type PdfFault = Exclude<ViewFault, "cannot-show">;

/** Parts of a PDF that are not shown here: forms of Adobe's own kind, and files in it. */
export type Hidden = "form" | "files";

/** `shape`: height by width of the first page. Most documents have pages of one shape: it gives the total length. */
export type ReadPdf = {
  pdf: PDFDocumentProxy;
  shape: number;
  hidden: Hidden | null;
  isFirstBroken: boolean;
  /** Numbers of objects that stand in for missing pages. */
  missing: ReadonlySet<number>;
};

export type OpenedPdf = {
  /** Rejected when `onFault` is called. */
  document: Promise<ReadPdf>;
  /** Ends the worker, whatever it is doing. */
  close: () => void;
};

/** Bytes per request. */
const CHUNK = 64 * 1024;
/** The most pixels of one embedded picture: larger ones are left out, and that is said. */
const IMAGE_MAX = 64 * 1024 ** 2;
/** Height by width of a page whose own shape cannot be read: that of A4. */
const USUAL_SHAPE = Math.SQRT2;
/** Milliseconds in which opening a document makes some progress; a hostile one may keep the worker busy for ever. */
const HANGS_AFTER = 60_000;

/**
 * Opens a PDF with pdf.js in a worker, which has no page and by its own policy no network. Scripts of the PDF are not
 * run, forms cannot be filled in, and links do not work.
 *
 * @param size of the file in bytes
 * @param read see `rangeReader`
 * @param events.onFault called at most once, with what happened to the bytes if they are the trouble
 * @param events.onLargePicture called when it has a picture that is too large to be drawn
 */
export function openPdf(
  size: number,
  read: ReturnType<typeof rangeReader>,
  { onFault, onLargePicture }: { onFault: (fault: PdfFault, error?: unknown) => void; onLargePicture: () => void },
): OpenedPdf {
  let closed = false;
  const lookAt = findLargePictures(IMAGE_MAX, onLargePicture);
  const port = new Worker(workerUrl(), { type: "module" });
  const transport = new PDFDataRangeTransport(size, null);
  const end = () => {
    closed = true;
    clearTimeout(timer);
    port.terminate();
  };
  const fail = (fault: PdfFault, error?: unknown) => {
    if (closed) return;
    end();
    onFault(fault, error);
  };
  const hangs = () => fail("broken");
  let timer = setTimeout(hangs, HANGS_AFTER);
  let isOpen = false;
  // Reading has a limit of its own.
  const isReading = (is: boolean) => {
    clearTimeout(timer);
    if (!is && !isOpen && !closed) timer = setTimeout(hangs, HANGS_AFTER);
  };
  port.addEventListener("error", () => fail("lost"));
  transport.requestDataRange = (begin, end) => {
    isReading(true);
    read(begin, end).then(
      (bytes) => {
        isReading(false);
        if (closed) return;
        lookAt(begin, bytes);
        transport.onDataRange(begin, bytes);
      },
      (error: unknown) => fail("lost", error),
    );
  };
  const task = getDocument({
    range: transport,
    rangeChunkSize: CHUNK,
    disableStream: true,
    disableAutoFetch: true,
    // Given a worker, pdf.js never falls back to parsing on the page itself.
    worker: PDFWorker.create({ port }),
    ...partsOfPdfJs(),
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: IMAGE_MAX,
    verbosity: 0,
  });
  const document = task.promise.then(withShape);
  const opened = () => {
    isOpen = true;
    clearTimeout(timer);
  };
  document.then(opened, () => {});
  document.catch((error: unknown) => fail(isPasswordFault(error) ? "password" : "broken"));
  return { document, close: end };
}

/** A first page that is broken does not keep the others from being shown. */
async function withShape(pdf: PDFDocumentProxy): Promise<ReadPdf> {
  if (pdf.numPages < 1) throw new Error("no pages");
  const shape = await pdf.getPage(1).then(
    (page) => shapeOf(page.getViewport({ scale: 1 })),
    () => null,
  );
  const hidden = await findHidden(pdf);
  return { pdf, shape: shape ?? USUAL_SHAPE, hidden, isFirstBroken: shape === null, missing: new Set() };
}

async function findHidden(pdf: PDFDocumentProxy): Promise<Hidden | null> {
  const info = await pdf.getMetadata().then(
    (found) => found.info as { IsXFAPresent?: boolean; IsCollectionPresent?: boolean },
    () => null,
  );
  if (info?.IsCollectionPresent) return "files";
  return info?.IsXFAPresent ? "form" : null;
}

function workerUrl(): string {
  return new URL("pdfjs-dist/legacy/build/pdf.worker.min.mjs", import.meta.url).href;
}

/** The page loads them and passes them to the worker, which has no network. */
function partsOfPdfJs() {
  const parts = `${location.origin}/api/pdf-parts`;
  return {
    cMapUrl: `${parts}/cmaps/`,
    standardFontDataUrl: `${parts}/standard_fonts/`,
    wasmUrl: `${parts}/wasm/`,
    useWorkerFetch: false,
  };
}

function isPasswordFault(error: unknown): boolean {
  return error instanceof Error && error.name === "PasswordException";
}
