import { Check } from "lucide-react";
import { useWords } from "#i18n";
import { classNames } from "./class-names";
import { Spinner } from "./spinner";

export type Step = { label: string; state: "done" | "now" | "later" };

/** The finished, current and next steps. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  const t = useWords("ui");
  return (
    <ol aria-label={label} className="space-y-2">
      {steps.map((step) => (
        <li
          key={step.label}
          aria-current={step.state === "now" ? "step" : undefined}
          className={classNames("flex items-center gap-3 text-sm", step.state === "later" && "text-ink-soft")}
        >
          <span
            className={classNames(
              "grid size-6 shrink-0 place-items-center rounded-full",
              step.state === "done" && "bg-accent text-on-accent",
              step.state === "now" && "text-accent-ink",
              step.state === "later" && "border border-line-strong",
            )}
          >
            {step.state === "done" && <Check aria-hidden="true" className="size-4" />}
            {step.state === "now" && <Spinner />}
          </span>
          <span className={step.state === "now" ? "font-semibold" : undefined}>
            {step.label}
            {step.state === "done" && <span className="sr-only"> {t("done")}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
