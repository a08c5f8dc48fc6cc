"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { DRAFT_MISSING, SHOW_DRAFT } from "./preview-messages";

type Props = {
  /** The server no longer has the draft, as after a restart. */
  isMissing: boolean;
};

/**
 * Inside the frame beside the seller's form: shows the page again when the form says that it has changed, without moving it. Links
 * open beside it, and buttons do nothing: it is to be looked at.
 */
export function PreviewFrame({ isMissing }: Props) {
  const router = useRouter();
  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent) => {
      if (origin === location.origin && source === parent && data === SHOW_DRAFT) router.refresh();
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [router]);

  useEffect(() => {
    if (isMissing && parent !== window) parent.postMessage(DRAFT_MISSING, location.origin);
  }, [isMissing]);

  useEffect(() => {
    const still = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null;
      const link = target?.closest("a");
      if (link) link.target = "_blank";
      else if (event.type === "submit" || target?.closest("button")) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    };
    for (const type of ["click", "submit"]) window.addEventListener(type, still, true);
    return () => {
      for (const type of ["click", "submit"]) window.removeEventListener(type, still, true);
    };
  }, []);
  return null;
}
