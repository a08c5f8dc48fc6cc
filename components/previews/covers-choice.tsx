import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { formatLimit } from "@/components/ui/format";
import { COVERS_MAX } from "@/lib/previews/chosen/schema";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import { CoversRow, type ShownCover } from "./covers-row";

type Props = { title: string; pictures: readonly File[]; onChange(pictures: File[]): void };

/** Covers chosen during the upload: they are sent once the file is there. */
export function CoversChoice({ title, pictures, onChange }: Props) {
  const t = useWords("previews");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const [wrong, setWrong] = useState<string>();
  const covers = useAddresses(pictures);
  const indexOf = (key: string) => covers.findIndex((cover) => cover.key === key);
  return (
    <CoversRow
      title={title}
      covers={covers}
      wrong={wrong}
      onAdd={(chosen) => {
        const fitting = chosen.filter(({ size }) => size <= COVER_MAX_BYTES);
        setWrong(fitting.length < chosen.length ? t("tooLarge", { limit }) : undefined);
        onChange([...pictures, ...fitting].slice(0, COVERS_MAX));
      }}
      onRemove={(key) => onChange(pictures.filter((_, at) => at !== indexOf(key)))}
      onMove={(key, by) => onChange(moved(pictures, indexOf(key), by))}
    />
  );
}

/** A list with one of its members a place earlier or later. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(Math.max(0, at + by), 0, one);
  return next;
}

/** Addresses of the browser's own pictures, for as long as they are shown. */
function useAddresses(pictures: readonly File[]): ShownCover[] {
  const made = useRef(new Map<File, ShownCover>());
  const [covers, setCovers] = useState<ShownCover[]>([]);
  useEffect(() => {
    for (const [picture, { src }] of made.current) {
      if (pictures.includes(picture) || !src) continue;
      URL.revokeObjectURL(src);
      made.current.delete(picture);
    }
    setCovers(
      pictures.map((picture) => {
        const src = URL.createObjectURL(picture);
        const cover = made.current.get(picture) ?? { key: src, src };
        if (cover.src !== src) URL.revokeObjectURL(src);
        made.current.set(picture, cover);
        return cover;
      }),
    );
  }, [pictures]);
  useEffect(() => {
    const all = made.current;
    return () => {
      for (const { src } of all.values()) if (src) URL.revokeObjectURL(src);
      all.clear();
    };
  }, []);
  return covers;
}
