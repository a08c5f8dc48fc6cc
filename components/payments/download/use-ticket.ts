"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { askTicket, type DownloadSource, type DownloadTrouble } from "./download";

/** `asked` counts the tickets: two of the same second are identical. */
type TicketState = { url: string; asked: number } | { trouble: DownloadTrouble } | null;

/** A download URL for a file shown on the page, valid for 15 minutes; `ask` gets another. */
export function useTicket({ fileId, paymentId }: DownloadSource, version: number) {
  const [state, setState] = useState<TicketState>(null);
  const times = useRef(0);
  const ask = useCallback(async () => {
    const asked = await askTicket({ fileId, paymentId }, version);
    times.current += 1;
    setState(
      asked.kind === "open" ? { url: asked.result.ticketUrl, asked: times.current } : { trouble: asked.trouble },
    );
  }, [fileId, paymentId, version]);

  useEffect(() => {
    void ask();
  }, [ask]);
  return { state, ask };
}
