import { useState } from "react";
import { useWords } from "#i18n";
import { LinkNamesLater } from "@/components/sharing/part-later";
import { Details } from "@/components/ui/details";
import type { OwnFile } from "@/lib/products/files/schema";

type Props = { file: OwnFile; onChange: (file: OwnFile) => void };

/** A link that people can read. Loaded when it is opened. */
export function LinkFold({ file, onChange }: Props) {
  const t = useWords("sell");
  const [isOpen, setOpen] = useState(false);
  return (
    <Details summary={t(file.readableUrl ? "changeReadable" : "makeReadable")} onToggle={setOpen}>
      {isOpen && <LinkNamesLater file={file} onChange={onChange} />}
    </Details>
  );
}
