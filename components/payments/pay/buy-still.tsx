import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { ButtonLink } from "@/components/ui/button";
import type { FileInfo } from "@/lib/products/files/schema";
import { NetworkChoice, NotPayable, Price } from "./what-is-paid";

type Props = {
  file: Pick<FileInfo, "offers">;
  /** Where Pay leads instead: the test purchase. */
  payPath: string;
  /** Shown before Pay: what a buyer has to agree to. */
  beforePay: ReactNode;
  /** What is promised, and questions. */
  children: ReactNode;
};

/** The price and Pay as `BuyBox` shows them, for the seller: nothing can be paid here. */
export function BuyStill({ file, payPath, beforePay, children }: Props) {
  const t = useWords("buy");
  const [offer] = file.offers;
  if (!offer) return <NotPayable />;
  return (
    <div className="space-y-4">
      <Price offer={offer} />
      {file.offers.length > 1 && <NetworkChoice offers={file.offers} network={offer.network} />}
      {beforePay}
      <div className="pay-bar">
        <ButtonLink size="lg" wide href={payPath}>
          <span>{t.rich("pay", { price: <bdi>{offerPrice(offer, t.locale)}</bdi> })}</span>
        </ButtonLink>
      </div>
      {children}
    </div>
  );
}
