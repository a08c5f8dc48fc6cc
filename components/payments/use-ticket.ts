"use client";

import { useCallback, useEffect, useState } from "react";
import { askTicket, type DownloadSource, type DownloadTrouble } from "./download";

export type TicketState = { url: string } | { trouble: DownloadTrouble } | null;

/** A download URL for something that is shown on the page, good for 15 minutes; `ask` gets another. */
export function useTicket({ fileId, paymentId }: DownloadSource, version: number) {
  const [state, setState] = useState<TicketState>(null);
  const ask = useCallback(async () => {
    const asked = await askTicket({ fileId, paymentId }, version);
    setState(asked.kind === "open" ? { url: asked.result.ticketUrl } : { trouble: asked.trouble });
  }, [fileId, paymentId, version]);

  useEffect(() => {
    void ask();
  }, [ask]);
  return { state, ask };
}
