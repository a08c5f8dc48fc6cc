"use client";

import { useEffect } from "react";

/** Lets the browser ask before the page is left while something would be interrupted by it. */
export function useLeaveWarning(isBusy: () => boolean): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isBusy()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isBusy]);
}
