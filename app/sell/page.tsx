import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SellGate } from "@/components/files/sell-gate";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { sellRules } from "../sell-rules";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("sellers");
  return { title: t("sellFile"), robots: { index: false } };
}

/** Where the operator's sellers put files on sale, while the front page shows what is sold. */
export default async function Page() {
  const config = clientConfig();
  if (config.sellPath === "/") redirect("/");
  const t = await getWords("sellers");
  return (
    <div className="mx-auto w-full max-w-2xl space-y-6 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("sellFile")}</h1>
      <PageWords of={["sell", "uploads", "troubles", "previews", "embeds", "wallets", "fields", "errors"]}>
        <SellGate config={config} rules={sellRules()} />
      </PageWords>
    </div>
  );
}
