import { useWords } from "#i18n";
import { classNames } from "@/components/ui/class-names";
import { dayFromNow } from "@/components/ui/days";
import { Field } from "@/components/ui/field";
import { type DaysWanted, LENGTHS } from "./days";

type Props = {
  wanted: DaysWanted;
  onChange: (wanted: DaysWanted) => void;
  /** The days are counted from here. */
  from: Date;
  /** How many days ahead of now can be paid for, at most. */
  maxDays: number;
  error?: string | undefined;
};

/** For how long: one of the usual lengths, or until a day. */
export function DaysChoice({ wanted, onChange, from, maxDays, error }: Props) {
  const t = useWords("storage");
  const isOther = typeof wanted === "number" && !LENGTHS.some((days) => days === wanted);
  return (
    <div className="space-y-3">
      <fieldset>
        <legend className="mb-2 text-sm font-semibold">{t("forHowLong")}</legend>
        <div className="flex flex-wrap gap-2">
          {[...LENGTHS, ...(isOther ? [wanted] : [])].map((days) => (
            <Choice key={days} checked={wanted === days} onChoose={() => onChange(days)}>
              {t("days", { count: days })}
            </Choice>
          ))}
          <Choice checked={typeof wanted === "string"} onChoose={() => onChange(dayFromNow(from, LENGTHS[0]))}>
            {t("untilDay")}
          </Choice>
        </div>
      </fieldset>
      {typeof wanted === "string" && (
        <Field
          label={t("keepUntil")}
          type="date"
          min={dayFromNow(from, 1)}
          max={dayFromNow(new Date(), maxDays - 1)}
          value={wanted}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}

type ChoiceProps = { checked: boolean; onChoose: () => void; children: React.ReactNode };

function Choice({ checked, onChoose, children }: ChoiceProps) {
  return (
    <label
      className={classNames(
        "inline-flex min-h-10 cursor-pointer items-center rounded-full border px-4 text-sm font-semibold tabular-nums has-focus-visible:outline-3 has-focus-visible:outline-offset-2 pointer-coarse:min-h-11",
        checked ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-surface hover:bg-sunken",
      )}
    >
      <input type="radio" name="storage-days" className="sr-only" checked={checked} onChange={onChoose} />
      {children}
    </label>
  );
}
