import { headers } from "next/headers";
import { type FirstOverview, Overview } from "@/components/dashboard/overview/overview";
import { systemClock } from "@/lib/clock";
import { listComplaints } from "@/lib/complaints/list-complaints";
import { AppError } from "@/lib/errors";
import { PageWords } from "@/lib/i18n/page-words";
import { listOwnDecisions } from "@/lib/reports/own-decisions";
import { readPeriodName } from "@/lib/seller-pages/periods";
import { readFigures } from "@/lib/seller-pages/read-figures";
import { readOverview } from "@/lib/seller-pages/read-overview";
import { readSession } from "@/lib/sign-in/seller-session";
import { tabMetadata } from "./tab-metadata";

export const generateMetadata = tabMetadata("tab_overview");

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What needs attention, the money received, and figures by period. */
export default async function Page({ searchParams }: Props) {
  const { period } = await searchParams;
  return (
    <PageWords of={["overview", "fields", "troubles", "complaints", "decisions", "reports", "storage", "numbers"]}>
      <Overview first={await read(typeof period === "string" ? period : null)} />
    </PageWords>
  );
}

/** Null without a session: the page then asks for a sign-in. */
async function read(period: string | null): Promise<FirstOverview> {
  const now = systemClock.now();
  const session = await readSession((await headers()).get("cookie"), now);
  if (!session) return null;
  const { sellerId } = session;
  try {
    const [overview, complaints, decisions, figures] = await Promise.all([
      readOverview(sellerId, now),
      listComplaints(sellerId),
      listOwnDecisions(sellerId, now),
      readFigures(sellerId, readPeriodName(period), now),
    ]);
    return { overview, complaints, decisions, figures };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
