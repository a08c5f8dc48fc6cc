import { type ReactNode, useId } from "react";

type Props = {
  name?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  error?: string | undefined;
  children: ReactNode;
};

/** A checkbox with its words beside it; its error is read with it. */
export function Tick({ name, checked, onChange, error, children }: Props) {
  const errorId = useId();
  return (
    <div className="space-y-1.5">
      <label className="flex min-h-11 cursor-pointer items-center gap-3 text-sm font-semibold">
        <input
          type="checkbox"
          name={name}
          className="size-5 shrink-0 accent-accent"
          checked={checked}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{children}</span>
      </label>
      {error && (
        <p id={errorId} className="text-sm font-medium text-bad-ink">
          {error}
        </p>
      )}
    </div>
  );
}
