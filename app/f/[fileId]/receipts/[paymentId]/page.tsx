import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { PrintButton } from "@/components/payments/print-button";
import { ReceiptView } from "@/components/payments/receipt-view";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { networkByCaip2 } from "@/lib/chain/networks";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { readCookies } from "@/lib/payments/read-request";
import { type ShownReceipt, showReceipt } from "@/lib/payments/show-receipt";

type Props = { params: Promise<{ fileId: string; paymentId: string }> };

export const metadata: Metadata = { title: "Receipt", robots: { index: false } };

/** A receipt to print, for the buyer's browser and the seller. It stands below the file's link, where its cookie counts. */
export default async function Page({ params }: Props) {
  const { fileId, paymentId } = await params;
  const shown = await load(fileId, paymentId);
  if (shown === "reverted") return <Reverted fileId={fileId} />;
  const { receipt, jsonUrl } = shown;
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">Receipt</h1>
      <Card className="space-y-6">
        <ReceiptView receipt={receipt} />
        <section className="space-y-2 border-t border-line pt-5 text-sm">
          <h2 className="text-base">Check it on chain</h2>
          <p>
            The payment can be checked without trusting this site: save the receipt as JSON, then run this command of
            Filekiosk. It asks the network itself. With <code>--file</code> it also compares your file.
          </p>
          <Copyable text={command(receipt)} copyLabel="Copy command" />
        </section>
        <div className="flex flex-wrap gap-2 print:hidden">
          <PrintButton />
          <ButtonLink href={jsonUrl} look="secondary" size="sm">
            Save as JSON
          </ButtonLink>
          <ButtonLink href={`/f/${receipt.fileId}`} look="quiet" size="sm">
            Go to the file's page
          </ButtonLink>
        </div>
      </Card>
    </div>
  );
}

function Reverted({ fileId }: { fileId: string }) {
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-4 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">No receipt for now</h1>
      <Card className="space-y-6">
        <p>
          The network took this payment back when it replaced some of its newest blocks. It may come again by itself,
          and then the receipt is here. Access to the file stays.
        </p>
        <ButtonLink href={`/f/${fileId}`} look="quiet" size="sm">
          Go to the file's page
        </ButtonLink>
      </Card>
    </div>
  );
}

/** The devnet has no public RPC address, but this server's own. */
function command({ network, paymentId }: ShownReceipt["receipt"]): string {
  const rpc = networkByCaip2(network)?.walletRpcUrl ? "" : ` --rpc ${clientConfig().appUrl}/api/devnet/rpc`;
  return `npm run verify-receipt -- receipt-${paymentId}.json${rpc}`;
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
