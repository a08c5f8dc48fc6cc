import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Notice } from "@/components/ui/notice";
import type { Offer } from "@/lib/offers/schema";

/** Alone on its line; in what it is paid is a chip. */
export function Price({ offer }: { offer: Offer }) {
  const t = useWords("buy");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="font-display text-3xl font-semibold">
        <bdi translate="no">{offerPrice(offer, t.locale)}</bdi>
      </p>
      <Chip>
        <span>
          {t.rich("paidIn", { token: <bdi key="token">{offer.symbol}</bdi>, network: <bdi>{offer.networkName}</bdi> })}
        </span>
      </Chip>
    </div>
  );
}

/** @param onChoose absent where nothing can be paid */
type ChoiceProps = { offers: Offer[]; network: string; onChoose?: (network: string) => void };

export function NetworkChoice({ offers, network: chosen, onChoose }: ChoiceProps) {
  const t = useWords("buy");
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="mb-1 text-sm font-semibold">{t("payOn")}</legend>
      {offers.map(({ network, networkName }) => (
        <Button
          key={network}
          size="sm"
          look={network === chosen ? "primary" : "secondary"}
          aria-pressed={network === chosen}
          onClick={onChoose && (() => onChoose(network))}
        >
          <bdi>{networkName}</bdi>
        </Button>
      ))}
    </fieldset>
  );
}

/** No network of this server can be paid on. */
export function NotPayable() {
  const t = useWords("buy");
  return (
    <Notice tone="warn" title={t("notPayable")}>
      <p>{t("notPayableDetail")}</p>
    </Notice>
  );
}
