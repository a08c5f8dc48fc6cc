import "@/components/ui/written.css";
import { useWords } from "#i18n";
import type { Locale } from "@/lib/i18n/locales";
import { locales } from "@/lib/i18n/locales";
import type { PageKind } from "@/lib/legal/schema";

type Props = { kind: PageKind; language: Locale | null; html: string };

/** A page that the operator wrote: imprint, terms or privacy. */
export function OperatorPage({ kind, language, html }: Props) {
  const t = useWords("legal");
  return (
    <article className="mx-auto w-full max-w-2xl space-y-6 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t(kind)}</h1>
      <div
        className="written"
        lang={language ?? undefined}
        dir={language === null ? "auto" : locales[language].dir}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown lets no HTML of the text through
        dangerouslySetInnerHTML={{ __html: html }}
      />
    </article>
  );
}
