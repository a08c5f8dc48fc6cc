import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

type Props = { summary: string; children: ReactNode; onToggle?: (open: boolean) => void };

/** Something to open on demand, with the browser's own element: works by keyboard and without script. */
export function Details({ summary, children, onToggle }: Props) {
  return (
    <details onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}>
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 rounded-md font-semibold [&::-webkit-details-marker]:hidden">
        {summary}
        {/* Turns with its own details, not with one around it. */}
        <ChevronDown
          aria-hidden="true"
          className="size-5 shrink-0 text-ink-soft transition-transform [details[open]>summary>&]:rotate-180"
        />
      </summary>
      <div className="space-y-4 pt-2 pb-1">{children}</div>
    </details>
  );
}
