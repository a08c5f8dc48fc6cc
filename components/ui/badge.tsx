import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BadgeTone = "plain" | "good" | "warn" | "bad";

const tones: Record<BadgeTone, string> = {
  plain: "bg-sunken text-ink-soft",
  good: "bg-good-soft text-good-ink",
  warn: "bg-warn-soft text-warn-ink",
  bad: "bg-bad-soft text-bad-ink",
};

/** One word about a state. The word carries the meaning, the colour only helps. */
export function Badge({ tone = "plain", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1 rounded-full border border-transparent px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
