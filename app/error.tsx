"use client";

import { useWords } from "#i18n";
import { BrokenPage } from "@/components/ui/broken-page";
import { Button } from "@/components/ui/button";

/** The page shown when a page could not be rendered. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useWords("ui");
  return (
    <BrokenPage digest={error.digest}>
      <p className="text-ink-soft">{t("brokenWhy")}</p>
      <Button onClick={reset}>{t("tryAgain")}</Button>
    </BrokenPage>
  );
}
