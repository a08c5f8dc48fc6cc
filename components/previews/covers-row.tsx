import { ChevronLeft, ChevronRight, ImagePlus, Trash2 } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { formatLimit } from "@/components/ui/format";
import { usePageDrop } from "@/components/ui/page-drop";
import { COVERS_MAX } from "@/lib/previews/chosen/schema";
import { COVER_MAX_BYTES, PICTURE_TYPES } from "@/lib/previews/schema";

export type ShownCover = { key: string; src: string | null };

type Props = {
  /** Of the file, for people who do not see the buttons' position. */
  title: string;
  covers: readonly ShownCover[];
  busy?: boolean;
  /** Its result, or its progress. */
  said?: string | undefined;
  wrong?: string | undefined;
  onAdd(pictures: File[]): void;
  onRemove(key: string): void;
  /** @param by -1 for a place earlier, 1 for one later */
  onMove(key: string, by: -1 | 1): void;
};

/** The covers of a file in a row: added, moved and removed. */
export function CoversRow({ title, covers, busy = false, said, wrong, onAdd, onRemove, onMove }: Props) {
  const t = useWords("previews");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const help = useId();
  const input = useRef<HTMLInputElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const moved = useRef<string | null>(null);
  const isFull = covers.length >= COVERS_MAX;
  // A picture that misses does not open in place of the page.
  usePageDrop({});

  // The button that was pressed is elsewhere now, or gone: the person stays with the cover.
  useEffect(() => {
    if (moved.current === null || busy) return;
    const buttons = [...(row.current?.querySelectorAll<HTMLButtonElement>("button[data-act]") ?? [])];
    const pressed = buttons.find((one) => one.dataset.act === moved.current && !one.disabled);
    const beside = buttons.find((one) => one.dataset.of === moved.current?.split(" ")[0] && !one.disabled);
    (pressed ?? beside ?? row.current?.querySelector<HTMLButtonElement>("button[data-add]"))?.focus();
    moved.current = null;
  });

  const act = (key: string, what: "-1" | "1" | "remove") => {
    moved.current = `${key} ${what}`;
    if (what === "remove") onRemove(key);
    else onMove(key, what === "1" ? 1 : -1);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra, the button does the same
    <div
      ref={row}
      className="space-y-2 text-sm"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const pictures = [...event.dataTransfer.files].filter(({ type }) => type.startsWith("image/"));
        if (pictures.length === 0 || busy) return;
        // Not files for sale.
        event.preventDefault();
        onAdd(pictures);
      }}
    >
      {covers.length > 0 && (
        <ul aria-label={t("coversOf", { title })} className="flex flex-wrap gap-3">
          {covers.map(({ key, src }, at) => (
            <li key={key} className="space-y-1 rounded-md border border-line p-1.5">
              <span className="block size-20 overflow-hidden rounded-sm bg-white">
                {/* biome-ignore lint/performance/noImgElement: small already, and Next would only stand between */}
                {src && <img src={src} alt={t("coverNumber", { number: at + 1 })} className="size-20 object-contain" />}
              </span>
              <span className="flex justify-between">
                <Small
                  label={t("earlier", { number: at + 1 })}
                  act={`${key} -1`}
                  of={key}
                  hidden={covers.length < 2}
                  disabled={at === 0}
                  busy={busy}
                  onClick={() => act(key, "-1")}
                >
                  <ChevronLeft aria-hidden="true" className="size-4 rtl:rotate-180" />
                </Small>
                <Small
                  label={t("remove", { number: at + 1 })}
                  act={`${key} remove`}
                  of={key}
                  busy={busy}
                  onClick={() => act(key, "remove")}
                >
                  <Trash2 aria-hidden="true" className="size-4 text-bad-ink" />
                </Small>
                <Small
                  label={t("later", { number: at + 1 })}
                  act={`${key} 1`}
                  of={key}
                  hidden={covers.length < 2}
                  disabled={at === covers.length - 1}
                  busy={busy}
                  onClick={() => act(key, "1")}
                >
                  <ChevronRight aria-hidden="true" className="size-4 rtl:rotate-180" />
                </Small>
              </span>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        multiple
        accept={PICTURE_TYPES.join(",")}
        aria-label={t("coverOf", { title })}
        aria-describedby={help}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const pictures = [...(event.target.files ?? [])];
          // The same picture may be chosen again.
          event.target.value = "";
          if (pictures.length > 0) onAdd(pictures);
        }}
      />
      {!isFull && (
        <Button data-add look="secondary" size="sm" busy={busy} onClick={() => input.current?.click()}>
          <ImagePlus aria-hidden="true" className="size-4" />
          {t(covers.length > 0 ? "addAnother" : "choose")}
        </Button>
      )}
      <p id={help} className="text-xs text-ink-soft">
        {t("coverHelp", { limit, max: COVERS_MAX })}
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

type SmallProps = React.ComponentProps<typeof Button> & { label: string; act: string; of: string };

function Small({ label, act, of, ...rest }: SmallProps) {
  return (
    <Button
      look="quiet"
      size="sm"
      className="px-1.5!"
      title={label}
      aria-label={label}
      data-act={act}
      data-of={of}
      {...rest}
    />
  );
}
