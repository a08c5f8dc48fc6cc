import { displayUsd, parseUsd } from "@/lib/money";
import { classNames } from "../ui/class-names";
import { Field } from "../ui/field";
import { cleanPrice } from "./sell-draft";

const suggestions = ["0.10", "0.50", "1", "5"];

type Props = {
  price: string;
  free: boolean;
  error?: string;
  onChange: (change: { price: string; free: boolean }) => void;
};

/** A price: typed, suggested, or Free as a choice of its own. */
export function PriceField({ price, free, error, onChange }: Props) {
  const value = parseUsd(cleanPrice(price));
  return (
    <div className="space-y-2">
      <Field
        label="Price"
        prefix="$"
        inputMode="decimal"
        autoComplete="off"
        placeholder={free ? "Free" : undefined}
        name="price"
        value={free ? "" : price}
        error={error}
        onChange={(event) => onChange({ price: event.target.value, free: false })}
        hint={
          free
            ? "Anyone with the link downloads it without paying."
            : "Paid in USDC (digital dollars), straight to your wallet. Nothing is taken from it."
        }
      />
      <div className="flex flex-wrap gap-2">
        {suggestions.map((suggestion) => (
          <Choice
            key={suggestion}
            pressed={!free && value !== null && value === parseUsd(suggestion)}
            onPress={() => onChange({ price: suggestion, free: false })}
          >
            <bdi>{displayUsd(parseUsd(suggestion) ?? 0n)}</bdi>
          </Choice>
        ))}
        <Choice pressed={free} onPress={() => onChange({ price: "", free: !free })}>
          Free
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
