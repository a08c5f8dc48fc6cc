import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Notice } from "@/components/ui/notice";

type Props = { error: unknown; done: string | null /** The error is shown at its field. */; isPlaced?: boolean };

/** How a request ended, in words. */
export function WorkEnd({ error, done, isPlaced = false }: Props) {
  const errors = useWords("errors");
  return (
    <>
      {error !== null && !isPlaced && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <p role="status" className="text-sm text-accent-ink empty:hidden">
        {done}
      </p>
    </>
  );
}
