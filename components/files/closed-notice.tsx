import { useWords } from "#i18n";
import { EndDate } from "@/components/ui/end-date";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { FileInfo, FileState } from "@/lib/products/files/schema";

type GoneProps = { bytesGoneAt: string; storageEnding: FileInfo["storageEnding"] };

/** A file of which only the metadata is left: nobody can download it any more. */
export function GoneNotice({ bytesGoneAt, storageEnding }: GoneProps) {
  const t = useWords("files");
  if (storageEnding?.why === "lost") {
    return (
      <Notice tone="bad" title={t("lostTitle")}>
        <p>{t.rich("lostWords", { date: <Time key="date" iso={storageEnding.at} /> })}</p>
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={t("goneTitle")}>
      <p>{t.rich("goneWords", { date: <Time key="date" iso={bytesGoneAt} /> })}</p>
    </Notice>
  );
}

/** Why a file is not on sale now, and what that means for its buyers. */
export function ClosedNotice({
  state,
  onSaleUntil,
}: {
  state: Exclude<FileState, "on-sale">;
  onSaleUntil: string | null;
}) {
  const t = useWords("files");
  const words = {
    paused: { title: t("pausedTitle"), why: t("pausedWords") },
    ended: {
      title: t("endedTitle"),
      why: t.rich("endedWords", { date: <EndDate key="date" iso={onSaleUntil} /> }),
    },
    suspended: { title: t("suspendedTitle"), why: t("suspendedWords") },
    withheld: { title: t("withheldTitle"), why: t("withheldWords") },
    removed: { title: t("removedTitle"), why: t("removedWords") },
  };
  const { title, why } = words[state];
  return (
    <Notice tone="warn" title={title}>
      <p>
        {why} {state !== "withheld" && t("bought")}
      </p>
    </Notice>
  );
}
