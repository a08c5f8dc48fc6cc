"use client";

import { Eye, EyeOff } from "lucide-react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

/** Shows a file in the shop's list, or only to those who have its link. */
export function ListFile({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const change = useChangeFile(file.id);
  const Icon = file.listed ? EyeOff : Eye;
  return (
    <>
      <Button
        look="secondary"
        size="sm"
        busy={change.isPending}
        onClick={() => change.mutate({ listed: !file.listed })}
      >
        <Icon aria-hidden="true" className="size-4" />
        {file.listed ? t("unlist") : t("list")}
      </Button>
      {change.error && (
        <p role="alert" className="basis-full text-sm text-bad-ink">
          {wordsFor(change.error, errors)}
        </p>
      )}
    </>
  );
}
