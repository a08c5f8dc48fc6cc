import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from "lucide-react";
import { type FileKind, fileKind } from "./format";

const icons: Record<FileKind, typeof File> = {
  picture: FileImage,
  audio: FileAudio,
  video: FileVideo,
  text: FileText,
  archive: FileArchive,
  file: File,
};

type Props = {
  mediaType: string;
  className?: string;
  /** Thin ones for large signs. */
  strokeWidth?: number;
};

/** The sign of a kind of file. */
export function FileIcon({ mediaType, className, strokeWidth }: Props) {
  const Icon = icons[fileKind(mediaType)];
  return <Icon aria-hidden="true" className={className} strokeWidth={strokeWidth ?? 2} />;
}
