import { useWords } from "#i18n";
import { Sell } from "@/components/files/sell";
import { ShopFront } from "@/components/files/shop-front";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { PageWords } from "@/lib/i18n/page-words";
import { listShop } from "@/lib/products/files/list-shop";
import { sellRules } from "./sell-rules";

const promises = ["direct", "cent", "programs"] as const;

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
  const config = clientConfig();
  return (
    <div className="mx-auto w-full max-w-2xl space-y-8 px-4 pt-6 sm:px-6 sm:pt-12">
      <div className="space-y-3 text-center">
        <h1 className="text-2xl sm:text-3xl">{useWords("layout")("headline")}</h1>
        <p className="text-ink-soft">{t("pitch")}</p>
      </div>
      <PageWords of={["sell", "uploads", "troubles", "previews", "errors"]}>
        <Sell config={config} rules={sellRules()} />
      </PageWords>
      <ul className="grid gap-5 pt-4 sm:grid-cols-3 sm:gap-6">
        {promises.map((promise) => (
          <li key={promise} className="space-y-1 text-sm">
            <p className="font-semibold">{t(`${promise}Title`)}</p>
            <p className="text-ink-soft">{t(`${promise}Text`)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
