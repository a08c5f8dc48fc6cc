import { useWords } from "#i18n";
import { classNames } from "@/components/ui/class-names";
import { Money } from "@/components/ui/money";
import { NumberField } from "@/components/ui/number-field";
import { parseUsd } from "@/lib/money";
import { readPrice } from "./sell-draft";

const suggestions = ["0.10", "0.50", "1", "5"];

type Props = {
  price: string;
  free: boolean;
  error?: string;
  onChange: (change: { price: string; free: boolean }) => void;
};

/** A price: typed, suggested, or Free as its own choice. */
export function PriceField({ price, free, error, onChange }: Props) {
  const t = useWords("sell");
  const reading = readPrice(free ? "" : price);
  const value = reading.kind === "read" ? reading.value : null;
  return (
    <div className="space-y-2">
      <NumberField
        label={t("price")}
        prefix="$"
        inputMode="decimal"
        placeholder={free ? t("free") : undefined}
        name="price"
        value={free ? "" : price}
        error={error}
        reading={reading}
        onText={(text) => onChange({ price: text, free: false })}
        hint={t(free ? "freeHint" : "priceHint")}
      />
      <div className="flex flex-wrap gap-2">
        {suggestions.map((suggestion) => (
          <Choice
            key={suggestion}
            pressed={!free && value !== null && value === parseUsd(suggestion)}
            onPress={() => onChange({ price: suggestion, free: false })}
          >
            <Money microUsd={parseUsd(suggestion) ?? 0n} />
          </Choice>
        ))}
        <Choice pressed={free} onPress={() => onChange({ price: "", free: !free })}>
          {t("free")}
        </Choice>
      </div>
    </div>
  );
}

type ChoiceProps = { pressed: boolean; onPress: () => void; children: React.ReactNode };

function Choice({ pressed, onPress, children }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={classNames(
        "min-h-10 cursor-pointer rounded-full border px-4 text-sm font-semibold tabular-nums pointer-coarse:min-h-11",
        pressed ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-surface hover:bg-sunken",
      )}
    >
      {children}
    </button>
  );
}
