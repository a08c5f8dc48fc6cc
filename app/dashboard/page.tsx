import type { Metadata } from "next";
import { Dashboard } from "@/components/dashboard/dashboard";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { sellRules } from "../sell-rules";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("sellers");
  return { title: t("yourFiles"), robots: { index: false } };
}

export default function Page() {
  return (
    // A screen high, so that the footer does not jump when the data arrives.
    <div data-density="manager" className="mx-auto min-h-dvh w-full max-w-5xl px-4 pt-6 sm:px-6 sm:pt-10">
      <PageWords
        of={[
          "sellers",
          "fields",
          "accounts",
          "gifts",
          "refunds",
          "receipts",
          "sell",
          "uploads",
          "troubles",
          "previews",
          "embeds",
          "wallets",
          "errors",
          "facts",
          "complaints",
          "privacy",
          "decisions",
          "reports",
          "notices",
          "sessions",
          "storage",
          "numbers",
        ]}
      >
        <Dashboard config={clientConfig()} rules={sellRules()} />
      </PageWords>
    </div>
  );
}
