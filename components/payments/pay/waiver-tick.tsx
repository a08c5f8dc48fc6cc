import { useWords } from "#i18n";
import { WAIVER_ID } from "./waiver";

/** Where the operator asks for it: what a buyer agrees to before Pay (Directive 2011/83/EU, article 16(m)). Needs no script. */
export function WaiverTick() {
  const t = useWords("legal");
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3 text-sm">
      <input id={WAIVER_ID} type="checkbox" required className="mt-0.5 size-5 shrink-0 accent-accent" />
      {t("waiver")}
    </label>
  );
}
