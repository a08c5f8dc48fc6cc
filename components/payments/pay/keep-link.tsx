import { useWords } from "#i18n";
import { CopyButton } from "@/components/ui/copy-button";
import { ShareButton } from "@/components/ui/share-button";

/** A recovery link that opens nothing yet, to be kept. */
export function KeepLink({ url, title }: { url: string; title: string }) {
  const t = useWords("payments");
  return (
    <>
      <p>
        <bdi
          translate="no"
          className="block rounded-sm bg-surface px-2.5 py-2 font-mono text-xs break-all text-ink select-all"
        >
          {url}
        </bdi>
      </p>
      <div className="flex flex-wrap gap-2">
        <ShareButton url={url} title={title} label={t("sendToMyself")} />
        <CopyButton text={url} label={t("copyRecovery")} />
      </div>
    </>
  );
}
