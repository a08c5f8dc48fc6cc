import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { Name, Saved } from "./fields";
import type { Editing } from "./use-edit";

/** What was saved of a field elsewhere, as in another tab, while something else was typed here: both, and the choice. */
export function Meanwhile({ name, edit }: { name: Name; edit: Editing }) {
  const t = useWords("editing");
  if (!edit.conflicts.includes(name)) return null;
  return (
    <Notice role="alert" tone="warn" title={t("meanwhile")}>
      <p>{t("savedThere")}</p>
      <div dir="auto" className="max-h-48 overflow-y-auto rounded-md bg-surface p-2 break-words whitespace-pre-line">
        <Value name={name} saved={edit.saved} />
      </div>
      <p>{t("typedHere")}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" look="secondary" onClick={() => edit.settle(name, "typed")}>
          {t("keepTyped")}
        </Button>
        <Button size="sm" look="secondary" onClick={() => edit.settle(name, "saved")}>
          {t("keepSaved")}
        </Button>
      </div>
    </Notice>
  );
}

function Value({ name, saved }: { name: Name; saved: Saved }): ReactNode {
  const t = useWords("editing");
  const sellers = useWords("sellers");
  switch (name) {
    case "price":
      return <Money microUsd={parseUsd(saved.price) ?? 0n} />;
    case "onSaleUntil":
      return saved.onSaleUntil === null ? t("noEnd") : <Time iso={saved.onSaleUntil} only="day" />;
    case "downloadDays":
      return saved.downloadDays === null ? t("noEnd") : sellers("days", { count: saved.downloadDays });
    case "listed":
      return t(saved.listed ? "isListed" : "notListed");
    default:
      return saved[name] || t("empty");
  }
}
