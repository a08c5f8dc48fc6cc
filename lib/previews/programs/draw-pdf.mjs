// A thread of `read-pdf.mjs`: tells what a PDF is and draws a page of it, as far as it gets.

import { parentPort, workerData } from "node:worker_threads";
import { cachedRange } from "./cached-ranges.mjs";
import { openPdf } from "./open-pdfium.mjs";
import { findDetails, rememberRanges } from "./pdf-details.mjs";

/** Bytes of PDFium's memory. */
const MEMORY = 256 * 1024 * 1024;
/** Errors of FPDF_GetLastError: a password, or a kind of protection that PDFium does not know. */
const LOCKED = [4, 5];
/** Bytes of a file for each of its pages. Where there are fewer, it may say anything. */
const LEAST_PER_PAGE = 200;
/** Annotations are drawn; red, green and blue in this order (FPDF_ANNOT, FPDF_REVERSE_BYTE_ORDER). */
const FLAGS = 0x01 | 0x10;
const BGRX = 3;
const MM_PER_POINT = 25.4 / 72;
/** Bytes of a text in UTF-16. */
const TEXT_MAX = 8_192;

const { size, page, side } = workerData;
let wasRefused = false;
const tell = (facts) => parentPort.postMessage({ facts });

try {
  const trouble = await readPdf();
  if (trouble) tell({ trouble });
} catch {
  tell({ trouble: wasRefused ? "too-large" : "damaged" });
}

async function readPdf() {
  const onLimit = () => {
    wasRefused = true;
  };
  const { ranges, note } = rememberRanges();
  const read = (at, length) => {
    note(at, length);
    return cachedRange(at, length);
  };
  const { pdfium, document, error } = await openPdf({ size, read, memory: MEMORY, onLimit });
  if (!document) return LOCKED.includes(error) ? "encrypted" : wasRefused ? "too-large" : "damaged";
  const [title, author] = ["Title", "Author"].map((name) => textOf(pdfium, document, name));
  tell({ title, author });
  const points = sizeOf(pdfium, document, 0);
  if (!points) return "damaged";
  const pages = pdfium._FPDF_GetPageCount(document);
  const isCut = !endsWell();
  const isDoubted = isCut || size / pages < LEAST_PER_PAGE;
  const isCounted = !isDoubted || sizeOf(pdfium, document, pages - 1) !== null;
  tell({ pages: isCounted ? pages : null });
  const further = findDetails([...ranges], size);
  const [pageWidth, pageHeight] = points.map((one) => Math.round(one * further.unit * MM_PER_POINT * 10) / 10);
  tell({ pageWidth, pageHeight, title: title ?? further.title, author: author ?? further.author });
  if (side > 0) draw(pdfium, document, Math.min(page, pages) - 1);
  return isCut || !isCounted ? "damaged" : null;
}

/** A PDF ends with a mark, and what was cut off does not. */
function endsWell() {
  return cachedRange(Math.max(0, size - 2_048), 2_048).includes("%%EOF");
}

/** Points, as shown: turned and cropped; null if there is no such page. What is on it is not read. */
function sizeOf(pdfium, document, index) {
  const at = pdfium.wasmExports.malloc(8);
  if (!pdfium._FPDF_GetPageSizeByIndexF(document, index, at)) return null;
  return [...new Float32Array(pdfium.HEAPU8.buffer, at, 2)];
}

/** Of the Info dictionary. */
function textOf(pdfium, document, name) {
  const tag = Buffer.from(`${name}\0`);
  const at = pdfium.wasmExports.malloc(TEXT_MAX);
  pdfium.HEAPU8.set(tag, at);
  const length = pdfium._FPDF_GetMetaText(document, at, 0, 0);
  if (length <= 2 || length > TEXT_MAX - tag.length) return null;
  const to = at + tag.length + (tag.length % 2);
  pdfium._FPDF_GetMetaText(document, at, to, length);
  return Buffer.from(pdfium.HEAPU8.subarray(to, to + length - 2)).toString("utf16le");
}

function draw(pdfium, document, index) {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (!page) return;
  const points = [pdfium._FPDF_GetPageWidthF(page), pdfium._FPDF_GetPageHeightF(page)];
  const [width, height] = points.map((one) => Math.max(1, Math.round((one * side) / Math.max(...points))));
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRX, 0, 4 * width);
  pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
  const at = pdfium._FPDFBitmap_GetBuffer(bitmap);
  const data = pdfium.HEAPU8.slice(at, at + 4 * width * height);
  parentPort.postMessage({ picture: { data, width, height } });
}
