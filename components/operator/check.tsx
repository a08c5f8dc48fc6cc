type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void };

/** A labelled yes or no. */
export function Check({ label, checked, onChange }: Props) {
  return (
    <label className="flex gap-3 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
