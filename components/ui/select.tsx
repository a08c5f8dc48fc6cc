import { type SelectHTMLAttributes, useId } from "react";

type Props = SelectHTMLAttributes<HTMLSelectElement> & { label: string; options: { value: string; words: string }[] };

/** A labelled choice of one of several. */
export function Select({ label, options, ...rest }: Props) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      <select
        {...rest}
        id={id}
        className="block min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink"
      >
        {options.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
