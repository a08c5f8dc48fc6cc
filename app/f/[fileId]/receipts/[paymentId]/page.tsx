import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { useWords } from "#i18n";
import { ReceiptSheet } from "@/components/payments/receipts/receipt-sheet";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { getWords } from "@/lib/i18n/get-words";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { type ShownReceipt, showReceipt } from "@/lib/receipts/show-receipt";
import { readCookies } from "@/lib/shop/doors/read-request";

type Props = { params: Promise<{ fileId: string; paymentId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("receipts");
  return { title: t("title"), robots: { index: false } };
}

/** A receipt to print, for the buyer's browser and the seller. It is below the file's link, where its cookie is sent. */
export default async function Page({ params }: Props) {
  const { fileId, paymentId } = await params;
  const shown = await load(fileId, paymentId);
  if (shown === "reverted") return <Reverted fileId={fileId} />;
  return <Shown {...shown} />;
}

function Shown({ receipt, jsonUrl }: ShownReceipt) {
  const t = useWords("receipts");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("title")}</h1>
      <ReceiptSheet {...{ receipt, jsonUrl, rpc: rpcOf(receipt.network) }} />
    </div>
  );
}

function Reverted({ fileId }: { fileId: string }) {
  const t = useWords("receipts");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("noneTitle")}</h1>
      <Card className="space-y-6">
        <p>{t("noneWhy")}</p>
        <ButtonLink href={`/f/${fileId}`} look="quiet" size="sm">
          {t("toFile")}
        </ButtonLink>
      </Card>
    </div>
  );
}

/** The devnet has no public RPC URL, but this server's own. */
function rpcOf(network: string): string | undefined {
  return networkByCaip2(network)?.walletRpcUrl ? undefined : `${clientConfig().appUrl}/api/devnet/rpc`;
}

async function load(fileId: string, paymentId: string): Promise<ShownReceipt | "reverted"> {
  const shown = await readCookies((await headers()).get("cookie"));
  const found = await showReceipt(paymentId, shown, systemClock.now()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "payment_reverted") return "reverted" as const;
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  });
  if (found === "reverted") return found;
  if (found?.receipt.fileId !== fileId) notFound();
  return found;
}
