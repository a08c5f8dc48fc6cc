"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";

/** Sends one act of the operator, and shows the page as it is afterwards. */
export function useAct(): {
  busy: boolean;
  /** What went wrong, for people. */
  trouble: string | null;
  send: (method: string, path: string, body?: unknown) => Promise<void>;
} {
  const errors = useWords("errors");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  return {
    busy,
    trouble,
    async send(method, path, body) {
      setBusy(true);
      setTrouble(null);
      try {
        await requestJson(path, { method, body });
        location.reload();
      } catch (error) {
        setTrouble(wordsFor(error, errors));
        setBusy(false);
      }
    },
  };
}
