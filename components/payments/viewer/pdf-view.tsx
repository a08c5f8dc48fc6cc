"use client";

import { ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useWords } from "#i18n";
import { askTicket, type DownloadSource } from "@/components/payments/download/download";
import { Button } from "@/components/ui/button";
import type { OnFault } from "./fault-notice";
import type { ReadPdf } from "./open-pdf";
import { openTolerantly } from "./open-tolerantly";
import { Opening } from "./opening";
import { PdfPage, type Queue } from "./pdf-page";
import { rangeReader } from "./range-reader";
import type { Viewable } from "./view-kind";

/** The page shows only the beginning of a long document. */
const PAGES_SHOWN = 2_000;

/** Widths of a page, relative to the available width. */
const zooms = [0.5, 0.75, 1, 1.5, 2, 3];

type Props = {
  url: string;
  source: DownloadSource;
  version: Viewable;
  /** Called when there is nothing to show. */
  onFault: OnFault;
  onAgain: () => void;
};

/** Shows a PDF as drawings of its pages, read by ranges: only the visible part of a long one (docs/decisions/0512). */
export function PdfView({
  url,
  source: { fileId, paymentId },
  version: { number, size, name },
  onFault,
  onAgain,
}: Props) {
  const [opened, setOpened] = useState<ReadPdf | null>(null);
  const [leavesOut, setLeavesOut] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    const renew = async () => {
      const asked = await askTicket({ fileId, paymentId }, number);
      if (asked.kind === "trouble") throw new Error("no new ticket");
      return asked.result.ticketUrl;
    };
    const events = { onFault, onLargePicture: () => setLeavesOut(true) };
    const { document, close } = openTolerantly(size, rangeReader(url, renew, stop.signal), events);
    document.then(
      (found) => stop.signal.aborted || setOpened(found),
      () => {},
    );
    return () => {
      stop.abort();
      close();
    };
  }, [url, fileId, paymentId, number, size, onFault]);

  if (!opened) return <Opening onAgain={onAgain} />;
  return <Pages {...opened} name={name} leavesOut={leavesOut} />;
}

function Pages({ pdf, shape, hidden, missing, name, leavesOut }: ReadPdf & { name: string; leavesOut: boolean }) {
  const t = useWords("viewer");
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const [current, setCurrent] = useState(1);
  const [zoom, setZoom] = useState(1);
  const keepPlace = useKeptPlace(scroller, zoom);
  const queue = useMemo(newQueue, []);

  const turn = (step: -1 | 1) => {
    const next = zooms[zooms.indexOf(zoom) + step];
    if (next === undefined) return;
    keepPlace();
    setZoom(next);
  };
  const count = pdf.numPages;
  const shown = Math.min(count, PAGES_SHOWN);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <p>{t("pdfPage", { number: current, count })}</p>
        <div className="flex items-center gap-2">
          <Zoom label={t("pdfZoomOut")} Icon={ZoomOut} last={zoom === zooms[0]} onClick={() => turn(-1)} />
          <span className="min-w-12 text-center tabular-nums">{t("pdfZoom", { percent: zoom * 100 })}</span>
          <Zoom label={t("pdfZoomIn")} Icon={ZoomIn} last={zoom === zooms.at(-1)} onClick={() => turn(1)} />
        </div>
      </div>
      {hidden && <Said words={t(hidden === "form" ? "pdfForm" : "pdfFiles")} />}
      {leavesOut && <Said words={t("pdfLargePicture")} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a set of pages, not of form fields */}
      <div
        ref={scroller}
        role="group"
        aria-label={t("pdfPages", { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to do so by keyboard
        tabIndex={0}
        className="relative h-[80vh] space-y-3 overflow-auto rounded-md border border-line bg-sunken"
      >
        {room > 0 &&
          Array.from({ length: shown }, (_, index) => (
            <PdfPage
              // biome-ignore lint/suspicious/noArrayIndexKey: pages never change places
              key={index}
              number={index + 1}
              width={Math.round(room * zoom)}
              onMiddle={setCurrent}
              {...{ pdf, missing, shape, scroller, queue }}
            />
          ))}
      </div>
      {shown < count && <p className="text-sm text-ink-soft">{t("pdfOnlyStart", { shown, count })}</p>}
    </div>
  );
}

/** What this page does not show of the document. */
function Said({ words }: { words: string }) {
  return (
    <p role="status" className="text-sm">
      {words}
    </p>
  );
}

type ZoomProps = { label: string; Icon: typeof ZoomIn; last: boolean; onClick: () => void };

function Zoom({ label, Icon, last, onClick }: ZoomProps) {
  return (
    <Button look="secondary" size="sm" aria-label={label} aria-disabled={last || undefined} onClick={onClick}>
      <Icon aria-hidden="true" className="size-4" />
    </Button>
  );
}

/** One page is drawn at a time, even if many come into view. */
function newQueue(): Queue {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work, work);
    return last;
  };
}

/** The width inside an element, in CSS pixels; 0 until it is known. */
function useWidth(of: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = of.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}

/** Keeps the visible part in view when everything becomes larger or smaller: call it right before. */
function useKeptPlace(of: React.RefObject<HTMLElement | null>, size: number): () => void {
  const place = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new size
  useLayoutEffect(() => {
    if (of.current && place.current !== null) of.current.scrollTop = place.current * of.current.scrollHeight;
    place.current = null;
  }, [of, size]);
  return () => {
    if (of.current) place.current = of.current.scrollTop / Math.max(1, of.current.scrollHeight);
  };
}
