import "@/components/files/file-page.css";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { AccessEnded } from "@/components/files/access-ended";
import { FileDescription } from "@/components/files/file-description";
import { FileDetails } from "@/components/files/file-details";
import { FileHeader } from "@/components/files/file-header";
import { KeptLine } from "@/components/files/kept-line";
import { SellerLine } from "@/components/files/seller-line";
import { TapCatcher } from "@/components/payments/pay/tap-catcher";
import { Card } from "@/components/ui/card";
import { clientConfig } from "@/lib/client-config/client-config";
import { PageWords } from "@/lib/i18n/page-words";
import { renderDescription } from "@/lib/markdown/render-description";
import { renderReadme } from "@/lib/markdown/render-readme";
import { countView } from "@/lib/products/files/counters";
import { accentStyle } from "@/lib/settings/accent";
import { readVisitorAccess } from "@/lib/shop/doors/read-access";
import { DisplayFace } from "../../fonts/display-face";
import { isPageView } from "./is-page-view";
import { loadFile } from "./load-file";
import { fileMetadata } from "./metadata";
import { Purchase } from "./purchase";
import { WhyClosed } from "./why-closed";

type Props = { params: Promise<{ fileId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return fileMetadata((await params).fileId);
}

/** A file as its buyers see it: the file and what the seller says, and beside it, or below, the price and Pay. */
export default async function Page({ params }: Props) {
  const found = await loadFile((await params).fileId);
  if (!found) notFound();
  const { file, info, shown, now } = found;
  const request = await headers();
  if (isPageView(request)) countView(file.id);
  const access = await readVisitorAccess(file, request.get("cookie"), now);
  const config = clientConfig();
  const { accent } = file.seller;
  return (
    <div className="file-page group/file accented" style={accent === null ? undefined : accentStyle(accent)}>
      <DisplayFace title={info.title} />
      <FileHeader file={info} sampleFrom={shown.showing.sampleFrom} />
      {info.description && <FileDescription html={renderDescription(info.description)} />}
      <Card className="file-buy space-y-5 sm:p-6!">
        <SellerLine seller={info.seller} />
        {access.ended && <AccessEnded file={info} ended={access.ended} paymentId={access.paymentId} />}
        <PageWords of={["buy"]}>
          <Purchase info={info} access={access} />
        </PageWords>
        <WhyClosed file={file} />
        <KeptLine info={info} config={config} />
      </Card>
      <FileDetails file={info} readme={renderReadme(info.excerpt.readme ?? "")} config={config} />
      <TapCatcher nonce={nonceOf(request)} />
    </div>
  );
}

/** Of this response's Content-Security-Policy, which the server puts into the request (`server/security-headers.ts`). */
function nonceOf(request: Headers): string | undefined {
  return /'nonce-([^']+)'/.exec(request.get("content-security-policy") ?? "")?.[1];
}
