import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from "lucide-react";
import { useWords } from "#i18n";
import { describeMediaType } from "@/components/files/describe-media-type";
import { SellerName } from "@/components/offers/seller-name";
import { type FileKind, fileKind, formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { FileInfo } from "@/lib/products/files/schema";
import { FilePreview } from "./file-preview";
import { FormatLimits } from "./format-limits";

const icons: Record<FileKind, typeof File> = {
  picture: FileImage,
  audio: FileAudio,
  video: FileVideo,
  text: FileText,
  archive: FileArchive,
  file: File,
};

/** Characters from which a title is set smaller, so that price and button stay in sight. */
const LONG_TITLE = 60;

/** The file and its seller, at a glance. */
export function FileHeader({ file }: { file: FileInfo }) {
  const t = useWords("files");
  const Icon = icons[fileKind(file.mediaType)];
  return (
    <header className="space-y-4">
      <FilePreview file={file} />
      <div className="flex items-start gap-4">
        {/* Where there is a picture, the words have the whole width. */}
        {!file.preview && (
          <span className="grid size-14 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink sm:size-16">
            <Icon aria-hidden="true" className="size-7 sm:size-8" strokeWidth={1.75} />
          </span>
        )}
        <div className="min-w-0 space-y-1">
          <h1
            className={
              file.title.length > LONG_TITLE ? "text-lg break-words sm:text-xl" : "text-xl break-words sm:text-2xl"
            }
          >
            <bdi>{file.title}</bdi>
          </h1>
          <p className="text-sm text-ink-soft">
            {t.rich("soldBy", { seller: <SellerName key="seller" seller={file.seller} /> })}
          </p>
          <p className="text-sm text-ink-soft">
            <Facts file={file} />
          </p>
          <FormatLimits file={file} />
        </div>
      </div>
    </header>
  );
}

function Facts({ file }: { file: FileInfo }) {
  const t = useWords("files");
  const ui = useWords("ui");
  const { dimensions, version, versionCreatedAt } = file;
  return (
    <>
      <bdi>{describeMediaType(file.mediaType, file.name, ui)}</bdi>
      {dimensions && (
        <>
          {" · "}
          <bdi>{t("pixels", { width: String(dimensions.width), height: String(dimensions.height) })}</bdi>
        </>
      )}
      {" · "}
      <bdi>{formatBytes(file.size, ui)}</bdi>
      {version > 1 && (
        <>
          {" · "}
          {t.rich("version", { number: version, day: <Time key="day" iso={versionCreatedAt} only="day" /> })}
        </>
      )}
    </>
  );
}
