import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from "lucide-react";
import type { FileInfo } from "@/lib/files/schema";
import { describeMediaType, type FileKind, fileKind, formatBytes } from "../ui/format";
import { Time } from "../ui/time";
import { SellerName } from "./seller-name";

const icons: Record<FileKind, typeof File> = {
  picture: FileImage,
  audio: FileAudio,
  video: FileVideo,
  text: FileText,
  archive: FileArchive,
  file: File,
};

/** What is sold and by whom, at a glance. */
export function FileHeader({ file }: { file: FileInfo }) {
  const Icon = icons[fileKind(file.mediaType)];
  return (
    <header className="flex items-start gap-4">
      <span className="grid size-14 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink sm:size-16">
        <Icon aria-hidden="true" className="size-7 sm:size-8" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 space-y-1">
        <h1 className="text-xl break-words sm:text-2xl">
          <bdi>{file.title}</bdi>
        </h1>
        <p className="text-sm text-ink-soft">
          Sold by <SellerName seller={file.seller} />
        </p>
        <p className="text-sm text-ink-soft">
          {describeMediaType(file.mediaType, file.name)} · {formatBytes(file.size)}
          {file.version > 1 && (
            <>
              {" "}
              · version {file.version}, since <Time iso={file.versionCreatedAt} only="day" />
            </>
          )}
        </p>
      </div>
    </header>
  );
}
