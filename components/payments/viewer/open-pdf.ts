import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import { shapeOf } from "./draw-pdf-page";
import type { rangeReader } from "./range-reader";

/** Why a PDF is not shown. `lost`: its bytes or the reader itself could not be loaded. */
export type PdfFault = "password" | "broken" | "lost";

/** `shape`: height by width of the first page. Most documents have pages of one shape: it gives the total length. */
export type ReadPdf = { pdf: PDFDocumentProxy; shape: number };

type OpenedPdf = {
  /** Rejected when `onFault` is called. */
  document: Promise<ReadPdf>;
  /** Ends the worker, whatever it is doing. */
  close: () => void;
};

/** Bytes per request. */
const CHUNK = 64 * 1024;
/** The most pixels of one embedded picture: larger ones are left out. */
const IMAGE_MAX = 64 * 1024 ** 2;

/**
 * Opens a PDF with pdf.js in a worker, which has no page and by its own policy no network. Scripts of the PDF are not
 * run, forms cannot be filled in, and links do not work.
 *
 * @param size of the file in bytes
 * @param read see `rangeReader`
 * @param onFault called at most once, with what happened to the bytes if they are the trouble
 */
export function openPdf(
  size: number,
  read: ReturnType<typeof rangeReader>,
  onFault: (fault: PdfFault, error?: unknown) => void,
): OpenedPdf {
  let closed = false;
  const port = new Worker(workerUrl(), { type: "module" });
  const transport = new PDFDataRangeTransport(size, null);
  const end = () => {
    closed = true;
    port.terminate();
  };
  const fail = (fault: PdfFault, error?: unknown) => {
    if (closed) return;
    end();
    onFault(fault, error);
  };
  port.addEventListener("error", () => fail("lost"));
  transport.requestDataRange = (begin, end) => {
    read(begin, end).then(
      (bytes) => closed || transport.onDataRange(begin, bytes),
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
  document.catch((error: unknown) => fail(isPasswordFault(error) ? "password" : "broken"));
  return { document, close: end };
}

async function withShape(pdf: PDFDocumentProxy): Promise<ReadPdf> {
  return { pdf, shape: shapeOf((await pdf.getPage(1)).getViewport({ scale: 1 })) };
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
