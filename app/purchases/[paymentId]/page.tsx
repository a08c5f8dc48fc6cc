import type { Metadata } from "next";
import { useWords } from "#i18n";
import { OwnReceipt } from "@/components/purchases/own-receipt";
import { ButtonLink } from "@/components/ui/button";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";

type Props = { params: Promise<{ paymentId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("receipts");
  return { title: t("title"), robots: { index: false } };
}

/** A receipt from My purchases. Its session's cookie is sent to the API only, so the browser requests it. */
export default async function Page({ params }: Props) {
  const { paymentId } = await params;
  return <Sheet paymentId={paymentId} />;
}

function Sheet({ paymentId }: { paymentId: string }) {
  const t = useWords("receipts");
  const purchases = useWords("purchases");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-2xl">{t("title")}</h1>
        <span className="print:hidden">
          <ButtonLink href="/purchases" look="quiet" size="sm">
            {purchases("back")}
          </ButtonLink>
        </span>
      </div>
      <PageWords of={["purchases", "receipts", "errors", "sell", "wallets"]}>
        <OwnReceipt paymentId={paymentId} config={clientConfig()} />
      </PageWords>
    </div>
  );
}
