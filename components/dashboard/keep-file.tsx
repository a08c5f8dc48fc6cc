"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { KeepLongerLink } from "@/components/payments/storage/keep-longer-link";
import { Tick } from "@/components/ui/tick";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { changesWithSales } from "./queries";
import { useChangeFile } from "./use-change-file";

type Props = { file: OwnFile; config: ClientConfig };

/** Pays for keeping a file longer, where that can be paid for. */
export function KeepFile({ file, config }: Props) {
  const t = useWords("sellers");
  const ui = useWords("ui");
  const client = useQueryClient();
  if (!file.mayExtend) return null;
  return (
    <KeepLongerLink
      config={config}
      file={file}
      by="seller"
      label={t("keepLonger")}
      about={t("ofTitle", { title: file.title })}
      failed={ui("brokenWhy")}
      tryAgain={ui("tryAgain")}
      onKept={() => void client.invalidateQueries(changesWithSales)}
      style={{ look: "secondary", size: "sm" }}
    />
  );
}

/** Whether others may pay for that, too. */
export function WhoExtends({ file, config }: Props) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const change = useChangeFile(file.id);
  const isEnded = file.storageEnding !== null && !file.mayExtend;
  if (!config.storage || isEnded || file.state === "removed" || file.bytesGoneAt) return null;
  const others = change.isPending ? !change.variables?.onlySellerExtends : !file.onlySellerExtends;
  return (
    <div>
      <Tick checked={others} onChange={(checked) => change.mutate({ onlySellerExtends: !checked })}>
        {t("othersMay")}
      </Tick>
      <p className="text-xs text-ink-soft">{t("othersMayHint")}</p>
      {change.error && (
        <p role="alert" className="text-sm text-bad-ink">
          {wordsFor(change.error, errors)}
        </p>
      )}
    </div>
  );
}
