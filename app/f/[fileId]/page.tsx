import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ClosedNotice, GoneNotice } from "@/components/files/closed-notice";
import { FileDetails } from "@/components/files/file-details";
import { FileHeader } from "@/components/files/file-header";
import { AccessBox } from "@/components/payments/access-box";
import { BuyBox } from "@/components/payments/buy-box";
import { DownloadButton } from "@/components/payments/download-button";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { describeMediaType, formatBytes } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { clientConfig } from "@/lib/client-config/client-config";
import { DAY, systemClock } from "@/lib/clock";
import { countView } from "@/lib/creators/counters";
import { fileInfo } from "@/lib/files/file-info";
import { findFile } from "@/lib/files/find-file";
import type { FileInfo } from "@/lib/files/schema";
import { readLastDownloadUntil } from "@/lib/files/stored-until";
import { displayUsd } from "@/lib/money";
import { readVisitorAccess, type VisitorAccess } from "@/lib/payments/read-access";
import { readPreview } from "@/lib/previews/read-previews";
import { isPageView } from "./is-page-view";

type Props = { params: Promise<{ fileId: string }> };

/** The head and the page ask for the same file: one look in the database. */
const load = cache(async (fileId: string) => {
  const now = systemClock.now();
  const file = await findFile(fileId, now);
  if (!file) return null;
  const [lastDownloadUntil, shown] = await Promise.all([
    readLastDownloadUntil(fileId, file.version, now),
    readPreview(file),
  ]);
  return { file, info: fileInfo(file, now, lastDownloadUntil, shown), shown, now };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).fileId);
  if (!found) return {};
  const { info } = found;
  const price = info.free ? "Free" : displayUsd(BigInt(info.priceMicroUsd));
  const facts = `${price} · ${describeMediaType(info.mediaType, info.name)}, ${formatBytes(info.size)}`;
  const description = info.state === "on-sale" ? facts : "This file is not on sale now.";
  return {
    title: info.title,
    description,
    alternates: {
      canonical: info.url,
      types: { "application/json": `/api/files/${info.id}/info` },
    },
    openGraph: { type: "website", siteName: "Filekiosk", title: info.title, description, url: info.url },
    twitter: { card: "summary", title: info.title, description },
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
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <Card className="space-y-6">
        <FileHeader file={info} />
        <Purchase info={info} access={access} now={now} />
        {info.description && (
          <p className="border-t border-line pt-5 break-words whitespace-pre-line">{info.description}</p>
        )}
      </Card>
      <FileDetails file={info} config={config} />
    </div>
  );
}

type PurchaseProps = { info: FileInfo; access: VisitorAccess; now: Date };

/** What this visitor can do: own, have, wait, get for free, pay, or read why not. */
function Purchase({ info, access, now }: PurchaseProps) {
  if (access.access === "owner") return <OwnFile info={info} />;
  if (access.access === "paid" && access.versions.length > 0) return <AccessBox file={info} {...access} />;
  if (info.bytesGoneAt) return <GoneNotice bytesGoneAt={info.bytesGoneAt} />;
  const pendingId = access.access === "pending" ? access.paymentId : null;
  if (info.state !== "on-sale" && !pendingId) return <ClosedNotice state={info.state} onSaleUntil={info.onSaleUntil} />;
  if (info.free) {
    return (
      <div className="space-y-3">
        <DownloadButton fileId={info.id} label="Download for free" />
        <p className="text-sm text-ink-soft">
          Free until <Time iso={info.onSaleUntil} />.
        </p>
      </div>
    );
  }
  return (
    <BuyBox file={info} config={clientConfig()} pendingId={pendingId}>
      <SaleTerms info={info} now={now} />
    </BuyBox>
  );
}

function SaleTerms({ info, now }: { info: FileInfo; now: Date }) {
  const access = new Date(now.getTime() + info.downloadDays * DAY).toISOString();
  return (
    <div className="space-y-2 border-t border-line pt-4 text-sm text-ink-soft">
      <p>
        On sale until <Time iso={info.onSaleUntil} />. Once bought, download until <Time iso={access} only="day" />.
      </p>
      <p>Refunds are up to the seller: the payment goes straight to them, and nobody else can take it back.</p>
    </div>
  );
}

function OwnFile({ info }: { info: FileInfo }) {
  return (
    <div className="space-y-4">
      <Notice title="Your own file">
        <p>
          {info.free
            ? "Anyone with the link downloads it for free."
            : `Others pay ${displayUsd(BigInt(info.priceMicroUsd))}.`}{" "}
          You can download it to check it, as often as you like.
        </p>
        {info.state !== "on-sale" && <ClosedWords info={info} />}
        {!info.bytesGoneAt && (
          <p>
            It is stored here until <Time iso={info.storedUntil} /> at least.
          </p>
        )}
      </Notice>
      {info.bytesGoneAt ? <GoneNotice bytesGoneAt={info.bytesGoneAt} /> : <DownloadButton fileId={info.id} />}
      <ButtonLink href="/dashboard" look="secondary" wide>
        Change price or dates, replace, pause or delete
      </ButtonLink>
    </div>
  );
}

function ClosedWords({ info }: { info: FileInfo }) {
  const words = { paused: "You have paused it", ended: "Its sale has ended", removed: "You have deleted it" };
  return <p>{words[info.state as keyof typeof words]}: nobody can buy it now.</p>;
}
