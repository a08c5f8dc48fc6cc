import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A fact in a word or two: a kind of file, a network. Not a state: see `Badge`. */
export function Chip({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={classNames(
        "inline-flex max-w-full items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 py-0.5 text-xs text-ink-soft",
        className,
      )}
    >
      {children}
    </span>
  );
}
