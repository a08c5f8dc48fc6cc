"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { Locale } from "@/lib/i18n/locales";
import type { MessageSet } from "@/lib/i18n/words";
import type { PayPanelProps } from "./pay-panel";

type LoadedPanel = { Panel: ComponentType<PayPanelProps>; messages: MessageSet };

/** Everything that paying needs beyond the page: its code, and its words in the page's language. */
async function loadPanel(locale: Locale): Promise<LoadedPanel> {
  const [{ PayPanel }, messages] = await Promise.all([
    import("./pay-panel"),
    import("@/lib/i18n/load-words").then(({ loadWords }) => loadWords(locale, ["payments", "wallets", "answers"])),
  ]);
  return { Panel: PayPanel, messages };
}

/** Pauses between attempts (ms): the first, and the longest. */
const FIRST_WAIT = 1_000;
const MAX_WAIT = 15_000;

/**
 * Loads the panel as soon as it is wanted, and retries by itself: immediately when the browser reports that the
 * connection is back, and from time to time, since it reports that too early, or never. `preload` is for when Pay is
 * about to be pressed.
 *
 * @param attempt a number that grows with each click: a failed load is then tried again
 */
export function usePayPanel(locale: Locale, attempt: number) {
  const [loaded, setLoaded] = useState<LoadedPanel | null>(null);
  const [failed, setFailed] = useState<unknown>(null);

  useEffect(() => {
    if (attempt === 0) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_WAIT;
    function load() {
      clearTimeout(timer);
      loadPanel(locale).then(
        (panel) => gone || setLoaded(panel),
        (error: unknown) => {
          if (gone) return;
          setFailed(error);
          timer = setTimeout(load, wait);
          wait = Math.min(2 * wait, MAX_WAIT);
        },
      );
    }
    setFailed(null);
    load();
    window.addEventListener("online", load);
    return () => {
      gone = true;
      clearTimeout(timer);
      window.removeEventListener("online", load);
    };
  }, [attempt, locale]);

  return { loaded, failed: loaded ? null : failed, preload: () => void loadPanel(locale).catch(() => {}) };
}
