"use client";

import { Pause, Play } from "lucide-react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

/** Stops and resumes the sale of a file. Buyers keep the download either way. */
export function PauseFile({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const change = useChangeFile(file.id);
  const Icon = file.paused ? Play : Pause;
  return (
    <>
      <Button
        look="secondary"
        size="sm"
        busy={change.isPending}
        onClick={() => change.mutate({ paused: !file.paused })}
      >
        <Icon aria-hidden="true" className="size-4" />
        {file.paused ? t("resumeSale") : t("pauseSale")}
      </Button>
      {change.error && (
        <p role="alert" className="basis-full text-sm text-bad-ink">
          {wordsFor(change.error, errors)}
        </p>
      )}
    </>
  );
}
