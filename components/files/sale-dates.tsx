import { useWords } from "#i18n";
import { dayFromNow } from "@/components/ui/days";
import { Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Tick } from "@/components/ui/tick";
import type { ClientConfig } from "@/lib/client-config/schema";
import { readWhole } from "@/lib/read-number";
import type { DraftErrors, SellDraft, SellRules } from "./sell-draft";
import { KEPT_MIN_DAYS } from "./use-form-storage";

type Props = {
  config: ClientConfig;
  draft: SellDraft;
  rules: SellRules;
  /** Whether this seller may sell without an end date. */
  mayHaveNoEnd: boolean;
  /** Whether that has to be paid for: then it is kept until a day first. */
  paysWithoutEnd: boolean;
  errorOf: (field: "onSaleUntil" | "downloadDays" | "keepUntil") => DraftErrors["onSaleUntil"];
  onChange: (part: Partial<SellDraft>) => void;
};

/** Until when the file is on sale, and how long its buyers may download; or no end date for either. */
export function SaleDates({ config, draft, rules, mayHaveNoEnd, paysWithoutEnd, errorOf, onChange }: Props) {
  const t = useWords("sell");
  const storage = useWords("storage");
  const noEnd = mayHaveNoEnd && draft.noEnd;
  return (
    <>
      {!noEnd && (
        <Field
          label={t("onSaleUntil")}
          name="onSaleUntil"
          type="date"
          className="sm:max-w-56"
          min={dayFromNow(new Date(), 0)}
          max={dayFromNow(new Date(), rules.onSaleMaxDays - 1)}
          value={draft.onSaleUntil}
          error={errorOf("onSaleUntil")}
          onChange={(event) => onChange({ onSaleUntil: event.target.value })}
          hint={config.storage ? storage("saleHint") : t("onSaleHint")}
        />
      )}
      {mayHaveNoEnd && (
        <div>
          <Tick name="noEnd" checked={noEnd} onChange={(checked) => onChange({ noEnd: checked })}>
            {storage("noEnd")}
          </Tick>
          {noEnd && <p className="text-xs text-ink-soft">{storage(paysWithoutEnd ? "noEndPaid" : "noEndFree")}</p>}
        </div>
      )}
      {noEnd && paysWithoutEnd && (
        <Field
          label={storage("keepUntil")}
          name="keepUntil"
          type="date"
          className="sm:max-w-56"
          min={dayFromNow(new Date(), KEPT_MIN_DAYS - 1)}
          max={config.storage ? dayFromNow(new Date(), config.storage.maxDays - 1) : undefined}
          value={draft.keepUntil}
          error={errorOf("keepUntil")}
          onChange={(event) => onChange({ keepUntil: event.target.value })}
          hint={storage("keepHint")}
        />
      )}
      {!noEnd && (
        <NumberField
          label={t("downloadDays")}
          name="downloadDays"
          inputMode="numeric"
          className="sm:max-w-56"
          value={draft.downloadDays}
          error={errorOf("downloadDays")}
          reading={readWhole(draft.downloadDays)}
          onText={(text) => onChange({ downloadDays: text })}
          hint={t("downloadHint")}
        />
      )}
    </>
  );
}
