"use client";

import { useWords } from "#i18n";
import { Spinner } from "@/components/ui/spinner";
import { StillNote, useStill } from "./still-note";

/** Milliseconds after which waiting is explained. */
const SLOW = 20_000;

/** While a file is being opened. After a while it says that this takes long, and what to do. */
export function Opening({ onAgain }: { onAgain: () => void }) {
  const t = useWords("viewer");
  const still = useStill(true, SLOW);
  if (still) return <StillNote onAgain={onAgain} />;
  return (
    <p role="status" className="flex items-center gap-3 text-sm">
      <Spinner /> {t("loading")}
    </p>
  );
}
