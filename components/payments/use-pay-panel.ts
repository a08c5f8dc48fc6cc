"use client";

import { type ComponentType, useEffect, useState } from "react";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import type { MessageSet } from "@/lib/i18n/words";
import type { PayPanelProps } from "./pay-panel";

export type LoadedPanel = { Panel: ComponentType<PayPanelProps>; messages: MessageSet };

/** All that paying needs beyond the page: its code, and its words in the page's language. */
async function loadPanel(locale: Locale): Promise<LoadedPanel> {
  const [{ PayPanel }, messages] = await Promise.all([
    import("./pay-panel"),
    loadWords(locale, ["payments", "wallets"]),
  ]);
  return { Panel: PayPanel, messages };
}

/**
 * Loads the panel as soon as it is wanted, and again by itself when the connection is back. `preload` is for when Pay is
 * about to be pressed.
 *
 * @param attempt a number that grows with each press: a failed load is then tried again
 */
export function usePayPanel(locale: Locale, attempt: number) {
  const [loaded, setLoaded] = useState<LoadedPanel | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (attempt === 0) return;
    let gone = false;
    function load() {
      loadPanel(locale).then(
        (panel) => gone || setLoaded(panel),
        () => gone || setFailed(true),
      );
    }
    setFailed(false);
    load();
    window.addEventListener("online", load);
    return () => {
      gone = true;
      window.removeEventListener("online", load);
    };
  }, [attempt, locale]);

  return { loaded, failed: failed && !loaded, preload: () => void loadPanel(locale).catch(() => {}) };
}
