import { useWords } from "#i18n";
import { onThisSite } from "@/components/ui/on-this-site";
import { Spinner } from "@/components/ui/spinner";
import type { OwnFile } from "@/lib/products/files/schema";

/** Lines of a list that are enough to see what it is. */
const FEW = 8;

/** What was made of a file's content and is shown of it, as buyers get it. */
export function ShownNow({ file }: { file: OwnFile }) {
  const t = useWords("chosen");
  const { previews, sample, excerpt, previewsPending } = file;
  const pictures = previews.filter(({ kind }) => kind !== "cover");
  const lines = excerpt.entries?.map(({ path }) => path) ?? excerpt.chapters?.map(({ title }) => title) ?? [];
  const isEmpty = pictures.length === 0 && !sample && lines.length === 0 && !excerpt.text;
  return (
    <div className="space-y-2 text-sm">
      <h4 className="text-sm font-semibold">{t("shownNow")}</h4>
      <p role="status" className="flex items-center gap-2 text-ink-soft empty:hidden">
        {previewsPending && (
          <>
            <Spinner /> {t("beingMade")}
          </>
        )}
      </p>
      {isEmpty && !previewsPending && <p className="text-ink-soft">{t("shownNothing")}</p>}
      <div className="flex flex-wrap gap-3">
        {pictures.map(({ url, kind, width, height }) => (
          // biome-ignore lint/performance/noImgElement: small already, and Next would only stand between
          <img
            key={url}
            src={onThisSite(url)}
            alt={t("shownPicture", { title: file.title })}
            width={width}
            height={height}
            data-kind={kind}
            className="h-auto max-h-48 w-auto max-w-full rounded-sm bg-sunken"
          />
        ))}
      </div>
      {sample && <Playing file={file} sample={sample} />}
      {lines.length > 0 && (
        <ul className="text-ink-soft">
          {lines.slice(0, FEW).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike, and never move
            <li key={at} className="wrap-anywhere">
              <bdi>{line}</bdi>
            </li>
          ))}
          {lines.length > FEW && <li>{t("more", { count: lines.length - FEW })}</li>}
        </ul>
      )}
      {excerpt.text && (
        <pre dir="auto" className="max-h-40 overflow-auto rounded-sm bg-sunken p-2 text-xs whitespace-pre-wrap">
          {excerpt.text}
        </pre>
      )}
    </div>
  );
}

function Playing({ file, sample }: { file: OwnFile; sample: NonNullable<OwnFile["sample"]> }) {
  const t = useWords("chosen");
  const label = t("shownSample", { title: file.title });
  const src = onThisSite(sample.url);
  if (sample.kind === "clip") {
    // biome-ignore lint/a11y/useMediaCaption: a part of what the seller sells, as it is
    return <video controls preload="none" src={src} aria-label={label} className="max-h-48 max-w-full" />;
  }
  return (
    <>
      {sample.wave.length > 0 && (
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${sample.wave.length} 100`}
          preserveAspectRatio="none"
          className="h-10 w-full text-accent"
          data-testid="wave"
        >
          {sample.wave.map((height, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: its place is all that a bar has
            <rect key={at} x={at + 0.15} y={50 - height / 2} width="0.7" height={height} fill="currentColor" />
          ))}
        </svg>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: a part of what the seller sells, as it is */}
      <audio controls preload="none" src={src} aria-label={label} className="w-full" />
    </>
  );
}
