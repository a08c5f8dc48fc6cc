import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { SaleTab } from "@/components/dashboard/sales/sale-tab";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { PageWords } from "@/lib/i18n/page-words";
import { readSale } from "@/lib/seller-pages/read-sale";
import type { SaleDetails } from "@/lib/seller-pages/schema";
import { readSession } from "@/lib/sign-in/seller-session";
import { tabMetadata } from "../../tab-metadata";

export const generateMetadata = tabMetadata("tab_sales");

/** One sale. */
export default async function Page({ params }: { params: Promise<{ paymentId: string }> }) {
  const { paymentId } = await params;
  const first = await read(paymentId);
  return (
    <PageWords of={["sales", "receipts", "refunds", "complaints", "troubles", "numbers"]}>
      <SaleTab paymentId={paymentId} first={first} />
    </PageWords>
  );
}

/** Null without a session. One of another seller is not found, as one that never existed. */
async function read(paymentId: string): Promise<SaleDetails | null> {
  const now = systemClock.now();
  const session = await readSession((await headers()).get("cookie"), now);
  if (!session) return null;
  try {
    return await readSale(session.sellerId, paymentId, now);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "payment_not_found") notFound();
    return null;
  }
}
