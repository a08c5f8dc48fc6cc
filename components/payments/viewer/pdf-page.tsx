"use client";

import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { Spinner } from "@/components/ui/spinner";
import { type Drawn, drawPdfPage } from "./draw-pdf-page";
import styles from "./pdf-text.module.css";

/** Runs one task after the other. */
export type Queue = (work: () => Promise<void>) => Promise<void>;

type Props = {
  pdf: PDFDocumentProxy;
  /** Numbers of objects that stand in for missing pages. */
  missing: ReadonlySet<number>;
  /** From 1 on. */
  number: number;
  /** Width on the screen, in CSS pixels. */
  width: number;
  /** Height by width, until the page's own shape is known. */
  shape: number;
  scroller: RefObject<HTMLDivElement | null>;
  queue: Queue;
  /** Called when it reaches the middle of the visible part. */
  onMiddle: (number: number) => void;
};

const notes = { broken: "pdfPageBroken", blank: "pdfPageBlank", partial: "pdfPagePartial" } as const;

/** One page of a PDF: drawn while it is near the visible part, and an empty sheet of its size otherwise. */
export function PdfPage({ pdf, missing, number, width, shape: expected, scroller, queue, onMiddle }: Props) {
  const t = useWords("viewer");
  const sheet = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [shape, setShape] = useState<number | null>(null);
  const [near, setNear] = useState(false);
  const [state, setState] = useState<Drawn | "broken" | null>(null);

  useEffect(() => watch(sheet.current, scroller.current, "100% 0px", setNear), [scroller]);
  useEffect(
    () => watch(sheet.current, scroller.current, "-50% 0px", (is) => is && onMiddle(number)),
    [scroller, onMiddle, number],
  );
  useEffect(() => {
    const paper = canvas.current && text.current ? { canvas: canvas.current, text: text.current } : null;
    if (!near || !paper) return;
    const stop = new AbortController();
    setState(null);
    void queue(async () => {
      if (stop.signal.aborted) return;
      const drawing = drawPdfPage({ pdf, missing, number, width, paper, onShape: setShape }, stop.signal);
      const drawn = await drawing.catch(() => "broken" as const);
      if (!stop.signal.aborted) setState(drawn);
    });
    return () => {
      stop.abort();
      // An empty canvas uses no memory.
      paper.canvas.width = 0;
      paper.canvas.height = 0;
      paper.text.replaceChildren();
    };
  }, [pdf, missing, number, width, near, queue]);

  const count = pdf.numPages;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a page of a document is no set of form fields
    <div
      ref={sheet}
      role="group"
      aria-label={t("pdfPage", { number, count })}
      // The text is positioned from the page's own left.
      dir="ltr"
      className="relative mx-auto overflow-hidden bg-white text-black shadow-lift"
      style={{ width, height: width * (shape ?? expected) }}
    >
      <canvas ref={canvas} className="block w-full" />
      <div ref={text} className={styles.text} />
      {near && state === null && (
        <p className="absolute inset-x-0 top-0 p-4 text-lg">
          <Spinner />
        </p>
      )}
      {state && state !== "all" && (
        <p dir="auto" className="absolute inset-x-0 top-0 bg-white p-4 text-sm">
          {t(notes[state])}
        </p>
      )}
    </div>
  );
}

function watch(sheet: Element | null, root: Element | null, rootMargin: string, tell: (is: boolean) => void) {
  if (!sheet) return;
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)?.isIntersecting ?? false), {
    root,
    rootMargin,
  });
  observer.observe(sheet);
  return () => observer.disconnect();
}
