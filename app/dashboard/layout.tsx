import { headers } from "next/headers";
import type { ReactNode } from "react";
import { DashboardFrame } from "@/components/dashboard/frame/dashboard-frame";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { countOpen } from "@/lib/complaints/list-complaints";
import { PageWords } from "@/lib/i18n/page-words";
import { describeSession } from "@/lib/sellers/describe-session";
import { readSession } from "@/lib/sign-in/seller-session";
import { sellRules } from "../sell-rules";

/** The frame of the seller's pages. Each page reads by itself only what the session's seller may see. */
export default async function Layout({ children }: { children: ReactNode }) {
  const session = await readSession((await headers()).get("cookie"), systemClock.now());
  const openMessages = session ? await countOpen(session.sellerId) : 0;
  return (
    // A screen high, so that the footer does not jump when the data arrives.
    <div data-density="manager" className="mx-auto min-h-dvh w-full max-w-5xl px-4 pt-2 sm:px-6 sm:pt-4">
      <PageWords of={["desk", "sellers", "errors", "wallets", "sell"]}>
        <DashboardFrame
          config={clientConfig()}
          rules={sellRules()}
          session={await describeSession(session)}
          openMessages={openMessages}
        >
          {children}
        </DashboardFrame>
      </PageWords>
    </div>
  );
}
