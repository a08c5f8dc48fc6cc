import { ImagePlus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { formatLimit } from "@/components/ui/format";
import { usePageDrop } from "@/components/ui/page-drop";
import { COVER_MAX_BYTES, PICTURE_TYPES } from "@/lib/previews/schema";

type Props = {
  /** Of the file, for people who do not see the button's position. */
  title: string;
  /** What is shown now; null if there is nothing. */
  src: string | null;
  /** A cover is there: it can be changed and taken away. */
  chosen: boolean;
  busy?: boolean;
  /** Its result, or its progress. */
  said?: string;
  wrong?: string;
  /** The long label is only for screen readers: with several files side by side it would be repeated too often. */
  terse?: boolean;
  /** null takes it away. */
  onPick(picture: File | null): void;
};

/** The cover of a file: shown, chosen, changed and removed. */
export function CoverPicker({ title, src, chosen, busy = false, said, wrong, terse = false, onPick }: Props) {
  const t = useWords("previews");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const help = useId();
  const input = useRef<HTMLInputElement>(null);
  // A picture that misses does not open in place of the page.
  usePageDrop({});
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra, the button does the same
    <div
      className="space-y-2 text-sm"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const [picture] = [...event.dataTransfer.files].filter(({ type }) => type.startsWith("image/"));
        if (!picture || busy) return;
        // Not a file for sale.
        event.preventDefault();
        onPick(picture);
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        {src && <Thumbnail src={src} />}
        <input
          ref={input}
          type="file"
          accept={PICTURE_TYPES.join(",")}
          aria-label={t("coverOf", { title })}
          aria-describedby={help}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const [picture] = event.target.files ?? [];
            // The same picture may be chosen again.
            event.target.value = "";
            if (picture) onPick(picture);
          }}
        />
        <Button look="secondary" size="sm" busy={busy} onClick={() => input.current?.click()}>
          <ImagePlus aria-hidden="true" className="size-4" />
          {t(chosen ? "change" : "choose")}
        </Button>
        {chosen && (
          <Button look="quiet-danger" size="sm" disabled={busy} onClick={() => onPick(null)}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t("remove")}
          </Button>
        )}
      </div>
      <p id={help} className={classNames("text-xs text-ink-soft", terse && "sr-only")}>
        {t("coverHelp", { limit })}
      </p>
      <p role="status" className="text-ink-soft empty:hidden">
        {said}
      </p>
      {wrong && (
        <p role="alert" className="text-bad-ink">
          {wrong}
        </p>
      )}
    </div>
  );
}

function Thumbnail({ src }: { src: string }) {
  return (
    <span className="size-12 shrink-0 overflow-hidden rounded-sm bg-white">
      {/* biome-ignore lint/performance/noImgElement: small already, and Next would only stand between */}
      <img src={src} alt="" width={48} height={48} className="size-12 object-cover" />
    </span>
  );
}
