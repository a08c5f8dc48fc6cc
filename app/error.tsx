"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";

/** What people see when a page could not be made. The log has the cause under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useWords("ui");
  return (
    <div className="mx-auto w-full max-w-lg space-y-5 px-4 pt-16 text-center">
      <h1 className="text-2xl">{t("brokenTitle")}</h1>
      <p className="text-ink-soft">{t("brokenWhy")}</p>
      <Button onClick={reset}>{t("tryAgain")}</Button>
      {error.digest && <p className="font-mono text-xs text-ink-soft">{error.digest}</p>}
    </div>
  );
}
