import { useWords } from "#i18n";
import { Tick } from "@/components/ui/tick";
import type { TermsToAccept } from "./use-terms";

type Props = { terms: TermsToAccept; url: string; error: string | undefined };

/** The seller's consent to the terms of this server, asked for before the first file and whenever they change. */
export function TermsTick({ terms, url, error }: Props) {
  const t = useWords("sell");
  return (
    <Tick name="terms" checked={terms.ticked} onChange={terms.tick} error={terms.ticked ? undefined : error}>
      {t.rich("acceptTerms", {
        link: (words) => (
          <a href={url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
            {words}
          </a>
        ),
      })}
    </Tick>
  );
}
