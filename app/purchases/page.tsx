import type { Metadata } from "next";
import { preload } from "react-dom";
import { useWords } from "#i18n";
import { Purchases } from "@/components/purchases/purchases";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("purchases");
  return { title: t("title"), robots: { index: false } };
}

export default function Page() {
  const t = useWords("purchases");
  // The cookie of this session goes to the API only, so the list cannot be in the page. It is asked for with the scripts, not after.
  preload("/api/purchases", { as: "fetch", crossOrigin: "anonymous" });
  return (
    // A screen high, so that the footer does not jump when the data arrives.
    <div className="mx-auto min-h-dvh w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("title")}</h1>
      <PageWords
        of={[
          "purchases",
          "access",
          "complaints",
          "errors",
          "facts",
          "privacy",
          "receipts",
          "sell",
          "wallets",
          "sessions",
        ]}
      >
        <Purchases config={clientConfig()} />
      </PageWords>
    </div>
  );
}
