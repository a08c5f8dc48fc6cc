import { useWords } from "#i18n";
import { buttonClasses } from "@/components/ui/button";

/** What waits, or what was decided. @param state null: neither alone */
export function StateLinks({ state }: { state: "open" | "decided" | null }) {
  const t = useWords("operator");
  return (
    <ul className="flex flex-wrap gap-2">
      {(["open", "decided"] as const).map((one) => (
        <li key={one}>
          <a
            href={`?state=${one}`}
            aria-current={one === state ? "true" : undefined}
            className={buttonClasses({ look: one === state ? "primary" : "secondary", size: "sm" })}
          >
            {t(`state_${one}`)}
          </a>
        </li>
      ))}
    </ul>
  );
}
