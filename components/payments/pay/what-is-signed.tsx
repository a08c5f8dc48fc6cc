import { useWords } from "#i18n";
import { offerPrice, tokenAmount } from "@/components/offers/offer-price";
import { Copyable } from "@/components/ui/copyable";
import { Details } from "@/components/ui/details";
import type { Offer } from "@/lib/offers/schema";

/** For people whose wallet warns, or shows only numbers: the content of the request, to compare. */
export function WhatIsSigned({ offer }: { offer: Offer }) {
  const t = useWords("payments");
  const { amount, decimals, symbol: token, networkName: network, payTo, asset } = offer;
  return (
    <Details summary={t("warns")}>
      <div className="space-y-3 text-sm text-ink">
        <p>{t("warnsDetail")}</p>
        <dl className="space-y-3 [&_dt]:mb-1 [&_dt]:text-xs [&_dt]:text-ink-soft">
          <div>
            <dt>{t("signAmount")}</dt>
            <dd>
              {t.rich("signAmountValue", {
                amount: <bdi>{tokenAmount(BigInt(amount), decimals, t.locale)}</bdi>,
                token,
                price: <bdi>{offerPrice(offer, t.locale)}</bdi>,
                atomic: (
                  <bdi translate="no" className="font-mono">
                    {amount}
                  </bdi>
                ),
              })}
            </dd>
          </div>
          <div>
            <dt>{t("signTo")}</dt>
            <dd>
              <Copyable text={payTo} copyLabel={t("copySeller")} />
            </dd>
          </div>
          <div>
            <dt>{t("signToken", { network })}</dt>
            <dd>
              <Copyable text={asset} copyLabel={t("copyToken")} />
            </dd>
          </div>
        </dl>
        <p>{t("signOnce")}</p>
        <p>{t("signElse")}</p>
      </div>
    </Details>
  );
}
