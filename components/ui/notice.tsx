import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

type Tone = "info" | "good" | "warn" | "bad";

const tones: Record<Tone, { box: string; Icon: typeof Info }> = {
  info: { box: "bg-sunken text-ink", Icon: Info },
  good: { box: "bg-good-soft text-good-ink", Icon: CircleCheck },
  warn: { box: "bg-warn-soft text-warn-ink", Icon: TriangleAlert },
  bad: { box: "bg-bad-soft text-bad-ink", Icon: CircleAlert },
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
  const { box, Icon } = tones[tone];
  return (
    <div
      data-notice
      role={role}
      className={classNames("space-y-2 rounded-md border border-transparent p-4 text-sm", box, className)}
    >
      <div className="flex gap-2.5">
        <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
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
