import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { useWords } from "#i18n";
import { AccessEnded } from "@/components/files/access-ended";
import { ClosedNotice, GoneNotice } from "@/components/files/closed-notice";
import { describeMediaType } from "@/components/files/describe-media-type";
import { fileCard } from "@/components/files/file-card";
import { FileDetails } from "@/components/files/file-details";
import { FileHeader } from "@/components/files/file-header";
import { KeptLine, saysKept } from "@/components/files/kept-line";
import { SellerTerms } from "@/components/files/seller-terms";
import { AccessBoxHere } from "@/components/payments/access/access-box-here";
import { DownloadButton } from "@/components/payments/download/download-button";
import { OfflineNote } from "@/components/payments/download/offline-note";
import { BuyBox } from "@/components/payments/pay/buy-box";
import { NoScript } from "@/components/payments/pay/no-script";
import { WaiverTick } from "@/components/payments/pay/waiver-tick";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatBytes, formatMoney } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { clientConfig } from "@/lib/client-config/client-config";
import { DAY, systemClock } from "@/lib/clock";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { cardHash } from "@/lib/previews/card";
import { readPreview } from "@/lib/previews/read-previews";
import { CARD_SIZE, cardPath } from "@/lib/previews/schema";
import { countView } from "@/lib/products/files/counters";
import { fileInfo } from "@/lib/products/files/file-info";
import { findFile } from "@/lib/products/files/find-file";
import type { FileInfo } from "@/lib/products/files/schema";
import { readLastDownload } from "@/lib/products/files/stored-until";
import { settings } from "@/lib/settings/settings";
import { readVisitorAccess, type VisitorAccess } from "@/lib/shop/doors/read-access";
import { isPageView } from "./is-page-view";
import { WhyClosed } from "./why-closed";

type Props = { params: Promise<{ fileId: string }> };

/** The head and the page need the same file: one database query. */
const load = cache(async (fileId: string) => {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  if (!file) return null;
  const [lastDownload, shown] = await Promise.all([readLastDownload(file, now), readPreview(file)]);
  return { file, info: fileInfo(file, now, lastDownload, shown), shown, now };
});

/** The link's preview in a chat, in the requester's language; most such programs send none. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).fileId);
  if (!found) return {};
  const { info, shown } = found;
  const [t, files, ui] = await Promise.all([getWords("buy"), getWords("files"), getWords("ui")]);
  const facts = { type: describeMediaType(info.mediaType, info.name, ui), size: formatBytes(info.size, ui) };
  const price = formatMoney(BigInt(info.priceMicroUsd), t.locale);
  const offered = info.free ? t("metaFree", facts) : t("metaPrice", { price, ...facts });
  const description = info.state === "on-sale" ? offered : t("metaClosed");
  const card = fileCard(info, files, ui);
  const picture = shown.picture && shown.preview && { row: shown.picture, kind: shown.preview.kind };
  const image = {
    ...CARD_SIZE,
    url: cardPath(info.id, t.locale, cardHash(card, picture)),
    type: "image/jpeg",
    alt: files("cardAlt", card),
  };
  const images = info.state === "removed" || info.state === "withheld" ? [] : [image];
  return {
    title: info.title,
    description,
    alternates: {
      canonical: info.url,
      types: { "application/json": `/api/files/${info.id}/info` },
    },
    openGraph: {
      type: "website",
      siteName: "Filekiosk",
      title: info.title,
      description,
      url: info.url,
      locale: t.locale,
      images,
    },
    twitter: { card: images.length > 0 ? "summary_large_image" : "summary", title: info.title, description, images },
  };
}

export default async function Page({ params }: Props) {
  const found = await load((await params).fileId);
  if (!found) notFound();
  const { file, info, now } = found;
  const request = await headers();
  if (isPageView(request)) countView(file.id);
  const access = await readVisitorAccess(file, request.get("cookie"), now);
  const config = clientConfig();
  return (
    <div className="group/file mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <Card className="space-y-6">
        <FileHeader file={info} />
        {access.ended && <AccessEnded file={info} ended={access.ended} paymentId={access.paymentId} />}
        <PageWords of={["buy"]}>
          <Purchase info={info} access={access} now={now} />
        </PageWords>
        <WhyClosed file={file} />
        <KeptLine info={info} config={config} />
        {info.description && (
          <p dir="auto" className="border-t border-line pt-5 break-words whitespace-pre-line">
            {info.description}
          </p>
        )}
      </Card>
      <FileDetails file={info} config={config} />
    </div>
  );
}

/** Paid while the operator had stopped the sale. */
function RefundDue() {
  const t = useWords("decisions");
  return (
    <Notice tone="warn" title={t("refundDueTitle")}>
      <p>{t("refundDueWords")}</p>
    </Notice>
  );
}

type PurchaseProps = { info: FileInfo; access: VisitorAccess; now: Date };

/** What this visitor can do: own, have, wait, get for free, pay, or read why not. */
function Purchase({ info, access, now }: PurchaseProps) {
  const t = useWords("buy");
  if (access.closed === "refund-due") return <RefundDue />;
  if (access.access === "owner") return <OwnFile info={info} />;
  if ((access.access === "paid" || access.access === "gift") && access.versions.length > 0) {
    return (
      <div className="space-y-5">
        <PageWords of={["access", "complaints", "errors", "receipts"]}>
          <AccessBoxHere file={info} {...access} gift={access.access === "gift"} />
        </PageWords>
        <OfflineNote />
      </div>
    );
  }
  if (info.bytesGoneAt) return <GoneNotice bytesGoneAt={info.bytesGoneAt} storageEnding={info.storageEnding} />;
  const pendingId = access.access === "pending" ? access.paymentId : null;
  if (info.state !== "on-sale" && !pendingId) return <ClosedNotice state={info.state} onSaleUntil={info.saleEndsAt} />;
  if (info.free) {
    return (
      <div className="space-y-3">
        <PageWords of={["access", "errors"]}>
          <DownloadButton fileId={info.id} label={t("downloadFree")} />
        </PageWords>
        {info.saleEndsAt && (
          <p className="text-sm text-ink-soft">{t.rich("freeUntil", { date: <Time iso={info.saleEndsAt} /> })}</p>
        )}
      </div>
    );
  }
  return (
    <BuyBox
      file={info}
      config={clientConfig()}
      pendingId={pendingId}
      beforePay={pendingId === null && settings().withdrawalWaiver ? <WaiverTick /> : null}
      noScript={<NoScript url={info.url} price={info.price} />}
    >
      <SaleTerms info={info} now={now} />
    </BuyBox>
  );
}

function SaleTerms({ info, now }: { info: FileInfo; now: Date }) {
  const t = useWords("buy");
  const { saleEndsAt, downloadDays } = info;
  const access = downloadDays === null ? null : new Date(now.getTime() + downloadDays * DAY).toISOString();
  return (
    <div className="space-y-2 border-t border-line pt-4 text-sm text-ink-soft">
      <p>
        {saleEndsAt && <>{t.rich("saleUntil", { date: <Time iso={saleEndsAt} /> })} </>}
        {access ? t.rich("accessUntil", { date: <Time iso={access} only="day" /> }) : <ForGood info={info} />}
      </p>
      <SellerTerms seller={info.seller} />
    </div>
  );
}

/** Access without an end of its own: as long as the file is kept, where that is paid for. */
function ForGood({ info: { keptUntil } }: { info: FileInfo }) {
  const t = useWords("buy");
  const storage = useWords("storage");
  if (keptUntil === null) return t("accessForGood");
  return storage.rich("asLongAsKept", { date: <Time iso={keptUntil} only="day" /> });
}

function OwnFile({ info }: { info: FileInfo }) {
  const t = useWords("buy");
  const price = <Money microUsd={info.priceMicroUsd} />;
  return (
    <div className="space-y-4" data-access>
      <Notice title={t("own")}>
        <p>{info.free ? t("ownFree") : t.rich("ownPaid", { price })}</p>
        {info.state !== "on-sale" && <ClosedWords info={info} />}
        {!info.bytesGoneAt && !saysKept(info) && <Stored until={info.storedUntil} />}
      </Notice>
      {info.bytesGoneAt && <GoneNotice bytesGoneAt={info.bytesGoneAt} storageEnding={info.storageEnding} />}
      {!info.bytesGoneAt && info.state !== "withheld" && (
        <PageWords of={["access", "errors"]}>
          <DownloadButton fileId={info.id} />
        </PageWords>
      )}
      <ButtonLink href="/dashboard" look="secondary" wide>
        {t("ownChange")}
      </ButtonLink>
    </div>
  );
}

function Stored({ until }: { until: string | null }) {
  const t = useWords("buy");
  return <p>{until ? t.rich("ownStored", { date: <Time iso={until} /> }) : t("ownStoredForGood")}</p>;
}

function ClosedWords({ info }: { info: FileInfo }) {
  const t = useWords("buy");
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
