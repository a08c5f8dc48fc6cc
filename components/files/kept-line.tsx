import { useWords } from "#i18n";
import { KeepLongerLink } from "@/components/payments/storage/keep-longer-link";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/products/files/schema";

/** Whether a file's page says until when the file is stored: where that is paid for, or can be. */
export function saysKept({ keptUntil, mayExtend, bytesGoneAt }: FileInfo): boolean {
  return bytesGoneAt === null && (keptUntil !== null || mayExtend);
}

/** Until when a file is stored, and the way to keep it longer, for everybody who sees its page. */
export function KeptLine({ info, config }: { info: FileInfo; config: ClientConfig }) {
  const t = useWords("storage");
  if (!saysKept(info)) return null;
  const { id, title, keptUntil, storedUntil, storageEnding, mayExtend } = info;
  return (
    <div className="flex flex-wrap items-center gap-x-3 border-t border-line pt-4 text-sm text-ink-soft">
      {storedUntil && <span>{t.rich("storedUntil", { date: <Time iso={storedUntil} only="day" /> })}</span>}
      {storageEnding?.why === "ended" && (
        <span>{t.rich("operatorEnds", { date: <Time iso={storageEnding.at} only="day" /> })}</span>
      )}
      {mayExtend && (
        <KeepLongerLink
          config={config}
          file={{ id, title, keptUntil }}
          label={t("keepLonger")}
          failed={t("partMissing")}
          tryAgain={t("tryAgain")}
        />
      )}
    </div>
  );
}
