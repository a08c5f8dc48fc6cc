import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { formatLimit } from "@/components/ui/format";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import { CoverPicker } from "./cover-picker";

type Props = { title: string; picture: File | null; onChange(picture: File | null): void };

/** A cover chosen during the upload: it is sent once the file is there. */
export function CoverChoice({ title, picture, onChange }: Props) {
  const t = useWords("previews");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const [wrong, setWrong] = useState<string>();
  const src = useAddress(picture);
  return (
    <CoverPicker
      title={title}
      src={src}
      chosen={picture !== null}
      wrong={wrong}
      onPick={(next) => {
        const fits = next === null || next.size <= COVER_MAX_BYTES;
        setWrong(fits ? undefined : t("tooLarge", { limit }));
        if (fits) onChange(next);
      }}
    />
  );
}

/** Where the browser shows its own picture from, for as long as it is shown. */
function useAddress(picture: File | null): string | null {
  const [src, setSrc] = useState<string | null>(null);
  useEffect(() => {
    const made = picture && URL.createObjectURL(picture);
    setSrc(made);
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  }, [picture]);
  return src;
}
