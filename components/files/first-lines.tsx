import { useWords } from "#i18n";
import type { FileFacts } from "@/lib/previews/facts/schema";
import { numberText } from "./describe-facts";

/** The first lines of a text as they are, in whatever language they are. */
export function FirstLines({ text, facts }: { text: string; facts: FileFacts | null }) {
  const t = useWords("shown");
  const told = useWords("facts");
  const shown = text.split("\n").length;
  const lines = facts?.kind === "text" ? (facts.lines ?? 0) : 0;
  const words =
    lines === 0
      ? t("firstLines", { shown })
      : lines > shown
        ? t("firstLinesOf", { shown: numberText(shown, t), lines: told("lines", { count: lines }) })
        : t("allLines");
  return (
    <figure className="space-y-1.5">
      <section
        dir="auto"
        aria-label={words}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="max-h-[min(18rem,45dvh)] overflow-auto rounded-lg border border-line bg-surface p-4 wide:max-h-[27rem]"
      >
        <pre lang="" translate="no" className="font-mono text-xs">
          {text}
        </pre>
      </section>
      <figcaption className="text-xs text-ink-soft">{words}</figcaption>
    </figure>
  );
}
