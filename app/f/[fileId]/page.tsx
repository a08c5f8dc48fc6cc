import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { AccessEnded } from "@/components/files/access-ended";
import { TapCatcher } from "@/components/payments/pay/tap-catcher";
import { PageWords } from "@/lib/i18n/page-words";
import { countView } from "@/lib/products/files/counters";
import { readVisitorAccess } from "@/lib/shop/doors/read-access";
import { BuyersPage } from "./buyers-page";
import { isPageView } from "./is-page-view";
import { loadFile } from "./load-file";
import { fileMetadata } from "./metadata";
import { OwnerBar } from "./owner-bar";
import { Purchase } from "./purchase";

type Props = { params: Promise<{ fileId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return fileMetadata((await params).fileId);
}

/** The link that people share. Its seller sees it as buyers do, with one line about that. */
export default async function Page({ params }: Props) {
  const found = await loadFile((await params).fileId);
  if (!found) notFound();
  const { file, info, now } = found;
  const request = await headers();
  const access = await readVisitorAccess(file, request.get("cookie"), now);
  const isOwner = access.access === "owner";
  if (!isOwner && isPageView(request)) countView(file.id);
  return (
    <>
      {isOwner && <OwnerBar info={info} />}
      <BuyersPage
        of={found}
        before={access.ended && <AccessEnded file={info} ended={access.ended} paymentId={access.paymentId} />}
      >
        <PageWords of={["buy"]}>
          <Purchase info={info} access={access} />
        </PageWords>
      </BuyersPage>
      <TapCatcher nonce={nonceOf(request)} />
    </>
  );
}

/** Of this response's Content-Security-Policy, which the server puts into the request (`server/security-headers.ts`). */
function nonceOf(request: Headers): string | undefined {
  return /'nonce-([^']+)'/.exec(request.get("content-security-policy") ?? "")?.[1];
}
