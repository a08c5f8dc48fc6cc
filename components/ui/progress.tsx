/** A bar with its label. `value` and `max` in the same unit; without a value it only shows activity. */
export function Progress({ value, max, label }: { value?: number; max: number; label: string }) {
  return <progress className="bar" value={value} max={max} aria-label={label} />;
}
