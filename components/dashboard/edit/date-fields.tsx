import { useWords } from "#i18n";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { dayFromNow } from "@/components/ui/days";
import { Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Tick } from "@/components/ui/tick";
import { Time } from "@/components/ui/time";
import type { OwnFile } from "@/lib/products/files/schema";
import { readWhole } from "@/lib/read-number";
import { Meanwhile } from "./meanwhile";
import type { Editing } from "./use-edit";

type Props = {
  file: OwnFile;
  edit: Editing;
  errorOf: (name: "onSaleUntil" | "downloadDays") => string | undefined;
};

/** Until when a file is sold, and for how long its buyers may download: a day, or without an end where that may be. */
export function DateFields({ file, edit, errorOf }: Props) {
  const t = useWords("sellers");
  const sell = useWords("sell");
  const storage = useWords("storage");
  const { config, limits, session } = useSeller();
  const { fields, base, set } = edit;
  const isEndless = base.onSaleUntil === null || base.downloadDays === null;
  const mayHaveNoEnd = isEndless || config.storage !== null || session.storesFree;
  const today = dayFromNow(new Date(), 0);
  return (
    <>
      {fields.onSaleUntil !== null && (
        <Field
          label={sell("onSaleUntil")}
          type="date"
          min={today}
          max={dayFromNow(new Date(), limits.onSaleMaxDays - 1)}
          className="max-w-52"
          value={fields.onSaleUntil}
          error={errorOf("onSaleUntil")}
          onChange={({ target }) => set({ onSaleUntil: target.value })}
          hint={file.keptUntil ? storage("saleHint") : sell("onSaleHint")}
        />
      )}
      {mayHaveNoEnd && (
        <Tick
          checked={fields.onSaleUntil === null}
          onChange={(noEnd) => set({ onSaleUntil: noEnd ? null : dayFromNow(new Date(), limits.onSaleDefaultDays) })}
        >
          {storage("noEnd")}
        </Tick>
      )}
      <Meanwhile name="onSaleUntil" edit={edit} />
      {fields.downloadDays !== null && (
        <NumberField
          label={sell("downloadDays")}
          inputMode="numeric"
          className="max-w-40"
          value={fields.downloadDays}
          error={errorOf("downloadDays")}
          reading={readWhole(fields.downloadDays)}
          onText={(downloadDays) => set({ downloadDays })}
          hint={t("daysHint")}
        />
      )}
      {mayHaveNoEnd && (
        <Tick
          checked={fields.downloadDays === null}
          onChange={(noEnd) => set({ downloadDays: noEnd ? null : String(limits.downloadDays) })}
        >
          {storage("downloadNoEnd")}
        </Tick>
      )}
      <Meanwhile name="downloadDays" edit={edit} />
      {file.keptUntil && (
        <p className="text-sm text-ink-soft">
          {storage.rich("keptNow", { date: <Time iso={file.keptUntil} only="day" /> })}
        </p>
      )}
    </>
  );
}
