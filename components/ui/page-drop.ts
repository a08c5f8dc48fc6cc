"use client";

import { useEffect, useEffectEvent } from "react";

type Receiver = { take: ((files: File[]) => void) | null; over: (is: boolean) => void };

const receivers: Receiver[] = [];

/** Who takes files that are dropped anywhere on the page: the last one that appeared, such as in an open dialog. */
const topmost = () => receivers.findLast(({ take }) => take !== null) ?? receivers.at(-1);

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** Otherwise a browser opens a file that is dropped beside its place, and the page with its uploads is gone. */
function drag(event: DragEvent): void {
  const receiver = topmost();
  if (!receiver || !hasFiles(event)) return;
  event.preventDefault();
  receiver.over(event.type === "dragover");
}

/** Leaving the window has no other sign than a point outside of it. */
function leave(event: DragEvent): void {
  if (event.relatedTarget === null) topmost()?.over(false);
}

function drop(event: DragEvent): void {
  const receiver = topmost();
  if (!receiver || !hasFiles(event)) return;
  receiver.over(false);
  // A part of the page that takes files of its own has taken them.
  if (event.defaultPrevented) return;
  event.preventDefault();
  receiver.take?.([...(event.dataTransfer?.files ?? [])]);
}

/**
 * Takes files that are dropped anywhere on the page, and not only on their place.
 *
 * @param on `over`: files are above the page. Without `take` they are ignored, but do not open in place of the page either
 */
export function usePageDrop(on: { take?: (files: File[]) => void; over?: (is: boolean) => void }): void {
  const take = useEffectEvent((files: File[]) => on.take?.(files));
  const over = useEffectEvent((is: boolean) => on.over?.(is));
  const takes = on.take !== undefined;
  useEffect(() => {
    const receiver: Receiver = { take: takes ? (files) => take(files) : null, over: (is) => over(is) };
    receivers.push(receiver);
    const listened = { dragover: drag, dragleave: leave, drop } as const;
    // The same functions for all: a second time changes nothing.
    for (const [name, listener] of Object.entries(listened)) addEventListener(name, listener as EventListener);
    return () => {
      receivers.splice(receivers.indexOf(receiver), 1);
      if (receivers.length > 0) return;
      for (const [name, listener] of Object.entries(listened)) removeEventListener(name, listener as EventListener);
    };
  }, [takes]);
}
