import { useWords } from "#i18n";
import { limitsOf } from "@/lib/media-codecs";
import type { FileInfo } from "@/lib/products/files/schema";

/** What browsers cannot show or play of a file, told before it is paid for. Nothing where they show it. */
export function FormatLimits({ file: { mediaType, codecs } }: { file: Pick<FileInfo, "mediaType" | "codecs"> }) {
  const t = useWords("formats");
  const limits = limitsOf(mediaType, codecs);
  if (!limits) return null;
  const isSome = limits.support === "some";
  const what = limits.what && new Intl.ListFormat(t.locale).format(limits.what);
  return (
    <p className="text-sm text-ink-soft">
      {what ? t(isSome ? "someCodecs" : "noCodecs", { what }) : t(isSome ? "someFormat" : "noFormat")}
    </p>
  );
}
