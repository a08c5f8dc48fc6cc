import "@/components/ui/written.css";
import { useWords } from "#i18n";
import type { RenderedDescription } from "@/lib/markdown/schema";

/** What the seller says about the file. On a small screen a long text is folded, so that the price is not far below. */
export function FileDescription({ html: { start, rest } }: { html: RenderedDescription }) {
  const t = useWords("page");
  return (
    <div className="file-words written space-y-4">
      <Written html={start} />
      {rest && (
        <details className="read-more">
          <summary className="font-semibold text-accent-ink">{t("readMore")}</summary>
          <Written html={rest} />
        </details>
      )}
    </div>
  );
}

function Written({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderDescription lets no HTML of the text through
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
