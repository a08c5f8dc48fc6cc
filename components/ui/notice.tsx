import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Sign } from "./sign";

type Tone = "info" | "good" | "warn" | "bad";

const tones: Record<Tone, string> = {
  info: "bg-sunken text-ink",
  good: "bg-good-soft text-good-ink",
  warn: "bg-warn-soft text-warn-ink",
  bad: "bg-bad-soft text-bad-ink",
};

type Props = {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** `alert` interrupts a screen reader: for what just went wrong. `status` waits for a pause. */
  role?: "alert" | "status";
  className?: string;
};

/** A notice: what happened, whether anything was charged, what to do next. */
export function Notice({ tone = "info", title, children, role, className }: Props) {
  return (
    <div
      data-notice
      role={role}
      className={classNames("space-y-2 rounded-md border border-transparent p-4 text-sm", tones[tone], className)}
    >
      <div className="flex gap-2.5">
        <Sign name={tone} className="mt-0.5 size-5 shrink-0" />
        {title ? (
          <p className="min-w-0 flex-1 pt-px font-semibold">{title}</p>
        ) : (
          <div className="min-w-0 flex-1">{children}</div>
        )}
      </div>
      {title && children}
    </div>
  );
}
