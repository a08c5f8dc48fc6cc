import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from "lucide-react";
import { type FileKind, fileKind } from "@/components/ui/format";

const icons: Record<FileKind, typeof File> = {
  picture: FileImage,
  audio: FileAudio,
  video: FileVideo,
  text: FileText,
  archive: FileArchive,
  file: File,
};

/** The sign of a kind of file. */
export function FileIcon({ mediaType, className }: { mediaType: string; className?: string }) {
  const Icon = icons[fileKind(mediaType)];
  return <Icon aria-hidden="true" className={className} strokeWidth={1.5} />;
}
