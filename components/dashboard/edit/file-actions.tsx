import { useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { DeleteFile } from "@/components/dashboard/delete-file";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { GiftLinks } from "@/components/dashboard/gift-links";
import { KeepFile, WhoExtends } from "@/components/dashboard/keep-file";
import { everyFilesPage, ownFileQuery } from "@/components/dashboard/queries";
import { ReplaceFile } from "@/components/dashboard/replace-file";
import { SwitchFile } from "@/components/dashboard/switch-file";
import { VersionList } from "@/components/dashboard/version-list";
import { EmbedFold } from "@/components/files/embed-fold";
import { LinkFold } from "@/components/files/link-fold";
import { DownloadButton } from "@/components/payments/download/download-button";
import { EndDate } from "@/components/ui/end-date";
import type { OwnFile } from "@/lib/products/files/schema";

/** What can be done with a file besides changing what is said about it. */
export function FileActions({ file }: { file: OwnFile }) {
  const t = useWords("editing");
  const { config, limits } = useSeller();
  const client = useQueryClient();
  function show(changed: OwnFile) {
    client.setQueryData(ownFileQuery(changed.id).queryKey, changed);
    void client.invalidateQueries(everyFilesPage);
  }
  const canDownload = !file.bytesGoneAt && file.state !== "withheld";
  return (
    <section aria-label={t("more")} className="space-y-4 border-t border-line pt-6">
      <Kept file={file} />
      <div className="flex flex-wrap items-start gap-2">
        <ReplaceFile file={file} limits={limits} config={config} />
        <GiftLinks file={file} />
        <SwitchFile file={file} what="paused" />
        <KeepFile file={file} config={config} />
        {canDownload && <DownloadButton fileId={file.id} label={t("download")} quiet />}
        <DeleteFile file={file} />
      </div>
      <WhoExtends file={file} config={config} />
      <VersionList file={file} />
      <EmbedFold file={file} />
      <LinkFold file={file} onChange={show} />
    </section>
  );
}

/** Until when the file itself is kept. */
function Kept({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const { bytesGoneAt, keptUntil, storedUntil, storageEnding } = file;
  const isEnding = storageEnding?.why === "ended" && !bytesGoneAt;
  const dates = [
    {
      name: bytesGoneAt ? t("deleted") : keptUntil ? t("keptUntil") : t("storedUntil"),
      iso: bytesGoneAt ? storedUntil : (keptUntil ?? storedUntil),
    },
    ...(isEnding ? [{ name: t("operatorEnds"), iso: storageEnding.at }] : []),
  ];
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {dates.map(({ name, iso }) => (
        <div key={name}>
          <dt className="text-xs text-ink-soft">{name}</dt>
          <dd>
            <EndDate iso={iso} only="day" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
