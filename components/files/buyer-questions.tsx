import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { Details } from "@/components/ui/details";
import type { FileInfo } from "@/lib/products/files/schema";

/** Under Pay: what somebody without a wallet does, and somebody who has paid already. Works without script. */
export function BuyerQuestions({ file }: { file: FileInfo }) {
  return (
    <div className="divide-y divide-line border-y border-line text-sm [&_details[open]]:pb-3">
      <NoWallet file={file} />
      <BoughtBefore />
    </div>
  );
}

function NoWallet({ file }: { file: FileInfo }) {
  const t = useWords("page");
  const [offer] = file.offers;
  if (!offer) return null;
  const get = t.rich("noWalletGet", {
    link: (words) => (
      <a key="link" href="/wallets">
        {words}
      </a>
    ),
  });
  const fill = t.rich("noWalletFill", {
    price: <bdi key="price">{offerPrice(offer, t.locale)}</bdi>,
    token: offer.symbol,
    network: <bdi key="network">{offer.networkName}</bdi>,
  });
  return (
    <Details summary={t("noWallet")}>
      <p>{t("noWalletWhy")}</p>
      <ol className="list-decimal space-y-1.5 ps-5">
        <li>{get}</li>
        <li>{fill}</li>
        <li>{t("noWalletBack")}</li>
      </ol>
    </Details>
  );
}

function BoughtBefore() {
  const t = useWords("page");
  return (
    <Details summary={t("boughtBefore")}>
      <p className="font-semibold">{t("boughtBeforeWhy")}</p>
      <ul className="list-disc space-y-1.5 ps-5">
        <li>{t("boughtBeforeHere")}</li>
        <li>{t("boughtBeforeLink")}</li>
        <li>
          {t.rich("boughtBeforeAll", {
            link: (words) => (
              <a key="link" href="/purchases">
                {words}
              </a>
            ),
          })}
        </li>
      </ul>
    </Details>
  );
}
