import { headers } from "next/headers";
import { readAddress, writeAddress } from "@/components/dashboard/sales/sales-address";
import { type FirstSales, SalesTab } from "@/components/dashboard/sales/sales-tab";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { PageWords } from "@/lib/i18n/page-words";
import { findSales } from "@/lib/sellers/sales/find-sales";
import { readSalesQuery } from "@/lib/sellers/sales/read-sales-query";
import { readSession } from "@/lib/sign-in/seller-session";
import { tabMetadata } from "../tab-metadata";

export const generateMetadata = tabMetadata("tab_sales");

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The seller's sales. */
export default async function Page({ searchParams }: Props) {
  const address = await searchParams;
  const given = new Map(Object.entries(address).map(([name, value]) => [name, [value ?? ""].flat()[0] ?? ""]));
  const query = writeAddress(readAddress({ get: (name) => given.get(name) ?? null }));
  return (
    <PageWords of={["sales", "accounts", "refunds", "troubles", "numbers"]}>
      <SalesTab first={await read(query)} />
    </PageWords>
  );
}

/** Null without a session, and for an address that no list of sales has: the page then asks and says so. */
async function read(query: string): Promise<FirstSales> {
  const session = await readSession((await headers()).get("cookie"), systemClock.now());
  if (!session) return null;
  try {
    return { query, page: await findSales(session.sellerId, readSalesQuery(new URLSearchParams(query))) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
