"use client";

import { Eye, EyeOff, Pause, Play } from "lucide-react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

/** What the button shows and says while it is on, and while it is off. */
const switches = {
  /** Stops and resumes the sale. Buyers keep the download either way. */
  paused: { on: { Icon: Play, words: "resumeSale" }, off: { Icon: Pause, words: "pauseSale" } },
  /** In the shop's list, or only for those who have the link. */
  listed: { on: { Icon: EyeOff, words: "unlist" }, off: { Icon: Eye, words: "list" } },
} as const;

/** Switches something about a file on or off. */
export function SwitchFile({ file, what }: { file: OwnFile; what: keyof typeof switches }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const change = useChangeFile(file.id);
  const { Icon, words } = switches[what][file[what] ? "on" : "off"];
  return (
    <>
      <Button look="secondary" size="sm" busy={change.isPending} onClick={() => change.mutate({ [what]: !file[what] })}>
        <Icon aria-hidden="true" className="size-4" />
        {t(words)}
      </Button>
      {change.error && (
        <p role="alert" className="basis-full text-sm text-bad-ink">
          {wordsFor(change.error, errors)}
        </p>
      )}
    </>
  );
}
