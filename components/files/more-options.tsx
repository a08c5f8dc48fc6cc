import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useWords } from "#i18n";
import { formatDay } from "@/components/ui/format";
import { readDays, type SellDraft } from "./sell-draft";

type Props = {
  draft: SellDraft;
  /** Unfolded from the start: what is inside decides what is paid. */
  open: boolean;
  /** Something inside has to be changed: it unfolds. */
  wrong: boolean;
  children: ReactNode;
};

/** The dates of a sale, folded, since most sellers keep the defaults; what they are is said in one line. */
export function MoreOptions({ draft, open, wrong, children }: Props) {
  const t = useWords("sell");
  const ui = useWords("ui");
  const fold = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (fold.current && (open || wrong)) fold.current.open = true;
  }, [open, wrong]);
  const days = readDays(draft.downloadDays);
  const readable = !draft.noEnd && draft.onSaleUntil !== "" && days !== null;
  return (
    <details ref={fold} className="group/more">
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 rounded-md [&::-webkit-details-marker]:hidden">
        <span>
          <span className="block font-semibold">{t("moreOptions")}</span>
          {readable && (
            <span className="block text-sm text-ink-soft group-open/more:hidden">
              {t("datesNow", { day: formatDay(`${draft.onSaleUntil}T12:00:00Z`, "UTC", ui), days })}
            </span>
          )}
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-5 shrink-0 text-ink-soft transition-transform group-open/more:rotate-180"
        />
      </summary>
      <div className="space-y-6 pt-3">{children}</div>
    </details>
  );
}
