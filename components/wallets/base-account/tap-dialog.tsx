"use client";

import { useEffect, useId, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { addScreen, askedOn, watchTaps } from "./tap";

const WALLET = "Base Account";

/** Asks for the press that opens the wallet's window, where the one before was too long ago. */
export function TapDialog() {
  const t = useWords("wallets");
  const screen = useId();
  useEffect(() => addScreen(screen), [screen]);
  const asked = useSyncExternalStore(
    watchTaps,
    () => askedOn(screen),
    () => null,
  );
  if (!asked) return null;
  return createPortal(
    <Dialog open title={t("tapTitle", { wallet: WALLET })} onClose={asked.leave}>
      <p className="text-sm">{t("tapDetail")}</p>
      <Button wide onClick={asked.go}>
        {t("tapOpen", { wallet: WALLET })}
      </Button>
    </Dialog>,
    document.body,
  );
}
