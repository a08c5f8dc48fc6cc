import { AnnotationMode, type PDFDocumentProxy, type RenderTask, TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";

type PdfPaper = { canvas: HTMLCanvasElement; text: HTMLElement };

type PageToDraw = {
  pdf: PDFDocumentProxy;
  /** Numbers of objects that stand in for missing pages. */
  missing: ReadonlySet<number>;
  /** From 1 on. */
  number: number;
  /** Size of the page on the screen, in CSS pixels. */
  width: number;
  paper: PdfPaper;
  /** Called with height by width, before anything is drawn. */
  onShape: (shape: number) => void;
};

/** `blank`: nothing was drawn, and nobody can tell whether there is something. `partial`: pictures are missing. */
export type Drawn = "all" | "blank" | "partial";

/** The most pixels of one page on the screen: larger ones are drawn more coarsely. */
const CANVAS_MAX = 8 * 1024 ** 2;
/** Milliseconds for one page: one that never ends must not keep the others from being shown. */
const PAGE_TIME = 20_000;
/** The widest and the tallest shape of a page; hostile ones could be so thin that thousands of pages are in view. */
const shapes = { flattest: 0.1, tallest: 10 };

/** Height by width of a page, within these limits. */
export function shapeOf({ width, height }: { width: number; height: number }): number {
  return Math.min(shapes.tallest, Math.max(shapes.flattest, height / Math.max(1, width)));
}

/**
 * Draws one page, and lays its text over it, so that it can be read aloud, searched and copied.
 *
 * @returns what a reader has to be told about it
 * @throws when it takes too long, cannot be drawn, or is aborted by `signal`
 */
export async function drawPdfPage(of: PageToDraw, signal: AbortSignal): Promise<Drawn> {
  const stop = new AbortController();
  const give = () => stop.abort();
  const timer = setTimeout(give, PAGE_TIME);
  signal.addEventListener("abort", give);
  if (signal.aborted) give();
  try {
    return await draw(of, stop.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", give);
  }
}

async function draw({ pdf, missing, number, width, paper, onShape }: PageToDraw, stop: AbortSignal): Promise<Drawn> {
  const page = await unlessStopped(pdf.getPage(number), stop);
  try {
    if (page.ref && missing.has(page.ref.num)) throw new Error("missing");
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: width / Math.max(1, natural.width) });
    onShape(shapeOf(natural));
    const pixels = Math.max(1, viewport.width * viewport.height);
    const density = Math.min(window.devicePixelRatio || 1, Math.sqrt(CANVAS_MAX / pixels));
    const { canvas, text } = paper;
    canvas.width = Math.max(1, Math.floor(viewport.width * density));
    canvas.height = Math.max(1, Math.floor(viewport.height * density));
    const transform = [density, 0, 0, density, 0, 0];
    const drawing = page.render({ canvas, viewport, transform, annotationMode: AnnotationMode.ENABLE });
    await unlessStopped(drawing.promise, stop, drawing);
    text.replaceChildren();
    text.style.setProperty("--total-scale-factor", `${viewport.scale}`);
    const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
    // A page without its text is still drawn.
    await unlessStopped(layer.render(), stop, layer).catch(() => stop.throwIfAborted());
    // pdf.js gives null in place of a picture that could not be decoded.
    if ([...page.objs].some(([name, picture]) => picture === null && /(?:img|mask)_/.test(name))) return "partial";
    return isBlank(canvas) ? "blank" : "all";
  } finally {
    // The page's data besides its canvas is released: it is loaded again when the page is drawn again.
    page.cleanup();
  }
}

/** Points of the small copy by which a page is judged: a single dark point still shows in it. */
const COPY = 256;

function isBlank(canvas: HTMLCanvasElement): boolean {
  const copy = document.createElement("canvas");
  copy.width = COPY;
  copy.height = COPY;
  const context = copy.getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white";
  context.fillRect(0, 0, COPY, COPY);
  context.drawImage(canvas, 0, 0, COPY, COPY);
  return context.getImageData(0, 0, COPY, COPY).data.every((value) => value === 255);
}

function unlessStopped<T>(work: Promise<T>, stop: AbortSignal, task?: Pick<RenderTask, "cancel">): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      task?.cancel();
      reject(new Error("stopped"));
    };
    if (stop.aborted) end();
    else stop.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener("abort", end));
  });
}
