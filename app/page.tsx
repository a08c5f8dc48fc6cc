import type { Metadata } from "next";
import { useWords } from "#i18n";
import { ExamplePage } from "@/components/files/example-page";
import { Sell } from "@/components/files/sell";
import { ShopFront } from "@/components/files/shop-front";
import { ShopNumbers } from "@/components/files/shop-numbers";
import { WhatBuyersNeed } from "@/components/files/what-buyers-need";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { PageWords } from "@/lib/i18n/page-words";
import { listShop } from "@/lib/products/files/list-shop";
import { DisplayFace } from "./fonts/display-face";
import { sellRules } from "./sell-rules";

/** Readers of feeds find the catalogue. */
export const metadata: Metadata = {
  alternates: { types: { "application/atom+xml": "/catalog.atom", "application/json": "/catalog.json" } },
};

type Props = { searchParams: Promise<{ before?: string | string[] }> };

/** Selling, where anybody may. Where the operator chooses the sellers, what they sell. */
export default async function Page({ searchParams }: Props) {
  if (clientConfig().sellPath === "/") return <SellHere />;
  const { before } = await searchParams;
  const last = typeof before === "string" ? before : undefined;
  const { files, older } = await listShop(systemClock.now(), last);
  return (
    <ShopFront
      name={clientConfig().operatorName ?? null}
      files={files}
      older={older ? `/?before=${files.at(-1)?.id}` : null}
      first={last === undefined}
    />
  );
}

function SellHere() {
  const t = useWords("sell");
  const front = useWords("front");
  const headline = useWords("layout")("headline");
  const config = clientConfig();
  return (
    <div className="mx-auto w-full max-w-5xl space-y-12 px-4 pt-6 sm:px-6 sm:pt-12">
      <DisplayFace title={headline} />
      <div className="grid gap-10 wide:grid-cols-[minmax(0,1fr)_18rem] wide:gap-14">
        <div className="space-y-6">
          <div className="space-y-3">
            <h1 className="text-2xl sm:text-3xl">{headline}</h1>
            <p className="text-ink-soft sm:text-lg">{t("pitch")}</p>
          </div>
          <PageWords of={["sell", "uploads", "troubles", "previews", "embeds", "errors", "fields"]}>
            <Sell config={config} rules={sellRules()} />
          </PageWords>
        </div>
        <ExamplePage />
      </div>
      <ShopNumbers config={config} />
      <WhatBuyersNeed config={config} />
      <p className="text-sm text-ink-soft">{front("programs")}</p>
    </div>
  );
}
