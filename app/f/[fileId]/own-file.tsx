import { useWords } from "#i18n";
import { GoneNotice } from "@/components/files/closed-notice";
import { DownloadButtonHere } from "@/components/payments/download/download-button-here";
import { ButtonLink } from "@/components/ui/button";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageWords } from "@/lib/i18n/page-words";
import type { FileInfo } from "@/lib/products/files/schema";

/** The seller's view of a file: what buyers pay, a download to check it, and the way to the dashboard. */
export function OwnFile({ info }: { info: FileInfo }) {
  const t = useWords("page");
  const price = <Money microUsd={info.priceMicroUsd} />;
  return (
    <div className="space-y-4" data-access>
      <Notice title={t("own")}>
        <p>{info.free ? t("ownFree") : t.rich("ownPaid", { price })}</p>
        {info.state !== "on-sale" && <ClosedWords info={info} />}
      </Notice>
      {info.bytesGoneAt && <GoneNotice bytesGoneAt={info.bytesGoneAt} storageEnding={info.storageEnding} />}
      {!info.bytesGoneAt && info.state !== "withheld" && (
        <PageWords of={["access", "errors"]}>
          <DownloadButtonHere fileId={info.id} />
        </PageWords>
      )}
      <ButtonLink href="/dashboard" look="secondary" wide>
        {t("ownChange")}
      </ButtonLink>
    </div>
  );
}

function ClosedWords({ info }: { info: FileInfo }) {
  const t = useWords("page");
  const decisions = useWords("decisions");
  const words = {
    paused: t("ownPaused"),
    ended: t("ownEnded"),
    suspended: t("ownSuspended"),
    withheld: decisions("ownWithheld"),
    removed: t(info.storageEnding?.why === "lost" ? "ownLost" : "ownRemoved"),
  };
  return <p>{words[info.state as keyof typeof words]}</p>;
}
