"use client";

import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";

/** Ends the session. */
export function OperatorSignOut() {
  const t = useWords("operator");

  async function signOut() {
    await requestJson("/api/operator/sign-out", { method: "POST" }).catch(() => {});
    location.reload();
  }

  return (
    <Button look="quiet" size="sm" onClick={signOut}>
      {t("signOut")}
    </Button>
  );
}
