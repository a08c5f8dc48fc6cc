import type { Metadata } from "next";
import { TestBox } from "@/components/payments/trial/test-box";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { BuyersPage } from "../buyers-page";
import { showFile } from "../load-file";
import { ownFileOfPage } from "../own-page";
import { OwnerBar } from "../owner-bar";
import { Offered, Promises } from "../purchase";

type Props = { params: Promise<{ fileId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("owner");
  return { title: t("test"), robots: { index: false } };
}

/** Where a seller walks the way of a buyer without paying (rule 14): the buyer's page, with a Pay that moves no money. */
export default async function Page({ params }: Props) {
  const { file, now } = await ownFileOfPage((await params).fileId);
  const found = await showFile(file, now);
  const { info } = found;
  return (
    <>
      <OwnerBar info={info} isTest />
      <BuyersPage of={found}>
        <PageWords of={["buy", "trial", "access", "errors", "payments", "wallets", "answers"]}>
          <Offered info={info}>
            <TestBox file={{ ...info, description: "" }} config={clientConfig()}>
              <Promises info={info} />
            </TestBox>
          </Offered>
        </PageWords>
      </BuyersPage>
    </>
  );
}
