import { useWords } from "#i18n";
import { describeFacts } from "@/components/files/describe-facts";
import type { FileFacts } from "@/lib/previews/facts/schema";

type Props = { of: { mediaType: string; name: string; facts: FileFacts | null } };

/** What is known of a file's content, below its name; nothing where nothing is known. */
export function FactsLine({ of }: Props) {
  const facts = useWords("facts");
  const ui = useWords("ui");
  if (!of.facts) return null;
  return (
    <p className="text-sm wrap-anywhere text-ink-soft">
      {describeFacts(of, { facts, ui }).map((fact, at) => (
        <span key={fact}>
          {at > 0 && " · "}
          <bdi>{fact}</bdi>
        </span>
      ))}
    </p>
  );
}
