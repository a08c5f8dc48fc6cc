import { useWords } from "#i18n";
import { Time } from "./time";

/** When something ends, or that it has no end. */
export function EndDate({ iso, only }: { iso: string | null; only?: "day" | "minute" }) {
  const t = useWords("ui");
  return iso === null ? t("noEnd") : <Time iso={iso} only={only} />;
}
