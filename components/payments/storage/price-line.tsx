import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { Button } from "@/components/ui/button";
import type { Offer } from "@/lib/offers/schema";

type Props = { offers: readonly Offer[]; offer: Offer; onChoose: (network: string) => void };

/** What is paid, and to whom; with a choice where it can be paid on several networks. */
export function PriceLine({ offers, offer, onChoose }: Props) {
  const t = useWords("storage");
  return (
    <div className="space-y-2">
      <p>
        {t.rich("priceOnce", {
          price: (
            <bdi translate="no" className="text-xl font-bold tabular-nums">
              {offerPrice(offer, t.locale)}
            </bdi>
          ),
        })}
      </p>
      {offers.length > 1 && (
        <fieldset className="flex flex-wrap items-center gap-2">
          <legend className="mb-1 text-sm font-semibold">{t("payOn")}</legend>
          {offers.map(({ network, networkName }) => (
            <Button
              key={network}
              size="sm"
              look={network === offer.network ? "primary" : "secondary"}
              aria-pressed={network === offer.network}
              onClick={() => onChoose(network)}
            >
              <bdi>{networkName}</bdi>
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
