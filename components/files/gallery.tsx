import { useWords } from "#i18n";
import type { Preview, PreviewKind } from "@/lib/previews/schema";

type Props = {
  title: string;
  previews: readonly Preview[];
  /** Nothing larger comes before it: the first picture is loaded at once. */
  isFirst: boolean;
};

/** A file's pictures: one fills the place, several are swiped or scrolled. Without script. */
export function Gallery({ title, previews, isFirst }: Props) {
  const t = useWords("shown");
  if (previews.length === 1) return previews.map((preview) => <Picture key="0" {...{ title, preview, isFirst }} />);
  return (
    <section
      aria-label={t("gallery", { title })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className="gallery rounded-lg"
    >
      <ul>
        {previews.map((preview, at) => (
          <li key={preview.url}>
            <Picture {...{ title, preview, isFirst: isFirst && at === 0 }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const alts = {
  cover: "altCover",
  watermarked: "altWatermarked",
  reduced: "altReduced",
  cropped: "altCropped",
  blurred: "altBlurred",
  page: "altPage",
  "book-cover": "altBookCover",
  poster: "altPoster",
} as const satisfies Partial<Record<PreviewKind, string>>;

/** The picture whole, whatever its shape. */
function Picture({ title, preview, isFirst }: Omit<Props, "previews"> & { preview: Preview }) {
  const t = useWords("shown");
  const { pathname, search } = new URL(preview.url);
  const blurred = preview.kind === "blurred";
  return (
    <div className="relative isolate overflow-hidden rounded-lg border border-line bg-white">
      {/* What a narrow picture leaves free is filled with its own colours. The same picture: nothing more to load. On white in the
          dark, too: a line drawing may have no ground of its own. */}
      {/* biome-ignore lint/performance/noImgElement: as below */}
      <img
        src={pathname + search}
        alt=""
        loading={isFirst ? undefined : "lazy"}
        className="absolute inset-0 -z-1 size-full scale-125 object-cover opacity-60 blur-2xl"
      />
      {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
      <img
        src={pathname + search}
        alt={t(alts[preview.kind as keyof typeof alts] ?? "altCover", { title })}
        width={preview.width}
        height={preview.height}
        fetchPriority={isFirst ? "high" : undefined}
        loading={isFirst ? undefined : "lazy"}
        decoding="async"
        className={`h-auto max-h-[min(18rem,45dvh)] w-full wide:max-h-[27rem] ${blurred ? "scale-110 object-cover blur-md" : "object-contain"}`}
      />
    </div>
  );
}
