import { useQueryClient } from "@tanstack/react-query";
import { CalendarPlus, ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Answers } from "@/components/complaints/answers";
import { ComplaintForm } from "@/components/complaints/complaint-form";
import { FactsLine } from "@/components/files/facts-line";
import { LeaveAddress } from "@/components/notices/leave-address";
import { AgreedRefunds } from "@/components/offers/agreed-refunds";
import { DownloadButton } from "@/components/payments/download/download-button";
import { KeepLongerLink } from "@/components/payments/storage/keep-longer-link";
import { OpenHere } from "@/components/payments/viewer/open-here";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cover } from "@/components/ui/cover";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { Purchase } from "@/lib/buyers/schema";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import { NewLink } from "./new-link";
import { PURCHASES } from "./queries";

const tones: Record<string, BadgeTone> = { settled: "good", confirming: "warn", reverted: "bad" };

/** One payment: the purchase, the remaining access, and the possible actions. */
export function PurchaseCard({ purchase, config }: { purchase: Purchase; config: ClientConfig }) {
  const t = useWords("purchases");
  const ui = useWords("ui");
  const receipts = useWords("receipts");
  const { paymentId, fileId, title, name, size, price, networkName, at, access } = purchase;
  const bought = { number: purchase.version, name, mediaType: purchase.mediaType, codecs: purchase.codecs, size };
  const label = `purchase-${paymentId}`;
  const paid = <Money microUsd={parseUsd(price) ?? 0n} className="font-semibold" />;
  return (
    <Card aria-labelledby={label} className="space-y-4">
      <div className="flex items-start gap-4">
        {purchase.preview && <Cover preview={purchase.preview} />}
        <div className="min-w-0 flex-1 space-y-1">
          <div className="flex items-start justify-between gap-3">
            <h2 id={label} className="min-w-0 text-lg break-words">
              <a href={`/f/${fileId}`}>
                <bdi>{title}</bdi>
              </a>
            </h2>
            <State purchase={purchase} />
          </div>
          <p className="text-sm break-words text-ink-soft">
            {t.rich("fileFacts", { name: <bdi>{name}</bdi>, size: formatBytes(size, ui) })}
          </p>
          <FactsLine of={purchase} />
          <p className="text-sm">
            {t.rich("facts", { price: paid, network: networkName, date: <Time iso={at} only="minute" /> })}
          </p>
        </div>
      </div>
      <Access purchase={purchase} />
      <p className="text-sm text-ink-soft">
        {receipts("refundTerms")}: <AgreedRefunds of={purchase} />
      </p>
      <div className="flex flex-wrap items-start gap-2">
        {access === "open" && <DownloadButton {...{ fileId, paymentId }} name={t("downloadNamed", { title })} small />}
        {purchase.receipt && (
          <ButtonLink href={`/purchases/${paymentId}`} look="secondary" size="sm">
            <ReceiptText aria-hidden="true" className="size-4" />
            {t("receipt")}
          </ButtonLink>
        )}
        {access === "open" && purchase.downloadUntil && <Calendar paymentId={paymentId} />}
        {purchase.mayExtend && <KeepLonger purchase={purchase} config={config} />}
      </div>
      {access === "open" && <OpenHere source={{ fileId, paymentId }} version={bought} small />}
      <div>
        {access === "open" && <NewLink paymentId={paymentId} title={title} />}
        {access === "open" && <LeaveAddress path={`/api/purchases/${paymentId}/notices`} />}
        {purchase.hasAnswer && <Answers path={`/api/purchases/${paymentId}/complaints`} fileId={fileId} />}
        {!purchase.pending && <ComplaintForm path={`/api/purchases/${paymentId}/complaints`} />}
      </div>
    </Card>
  );
}

function KeepLonger({ purchase, config }: { purchase: Purchase; config: ClientConfig }) {
  const t = useWords("purchases");
  const client = useQueryClient();
  const { fileId, title, fileKeptUntil } = purchase;
  return (
    <KeepLongerLink
      config={config}
      file={{ id: fileId, title, keptUntil: fileKeptUntil }}
      label={t("keepLonger")}
      failed={t("partMissing")}
      tryAgain={t("tryAgain")}
      onKept={() => void client.invalidateQueries({ queryKey: [PURCHASES] })}
      style={{ look: "quiet", size: "sm" }}
    />
  );
}

function State({ purchase: { state, pending } }: { purchase: Purchase }) {
  const t = useWords("purchases");
  const word = pending ? "confirming" : state === "reverted" || state === "refunded" ? state : "settled";
  return <Badge tone={tones[word]}>{t(`state_${word}`)}</Badge>;
}

function Access({ purchase: { access, downloadUntil, keptUntil, fileId, mayBuyAgain } }: { purchase: Purchase }) {
  const t = useWords("purchases");
  if (access !== "open" && access !== "ended") return <p className="text-sm">{t(`access_${access}`)}</p>;
  if (!downloadUntil && keptUntil) {
    return <p className="text-sm">{t.rich("access_kept", { date: <Time iso={keptUntil} /> })}</p>;
  }
  if (!downloadUntil) return <p className="text-sm">{t("access_forGood")}</p>;
  const page = (words: ReactNode) => <a href={`/f/${fileId}`}>{words}</a>;
  return (
    <p className="text-sm">
      {t.rich(`access_${access}`, { date: <Time iso={downloadUntil} /> })}{" "}
      {access === "ended" && mayBuyAgain && t.rich("buyAgain", { link: page })}
    </p>
  );
}

function Calendar({ paymentId }: { paymentId: string }) {
  const t = useWords("access");
  return (
    <ButtonLink href={`/api/purchases/${paymentId}/calendar`} download look="quiet" size="sm">
      <CalendarPlus aria-hidden="true" className="size-4" />
      {t("calendar")}
    </ButtonLink>
  );
}
