import { UserRound } from "lucide-react";
import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import type { Seller } from "@/lib/products/files/schema";

/** Who sells: the name with the address beside it, since anybody can choose any name. */
export function SellerLine({ seller }: { seller: Seller }) {
  const t = useWords("files");
  const page = useWords("page");
  const address = <ShortCode code={seller.address} />;
  const [initial] = seller.name ? [...new Intl.Segmenter().segment(seller.name)] : [];
  return (
    <div className="flex items-center gap-3">
      <span
        aria-hidden="true"
        className="grid size-11 shrink-0 place-items-center rounded-full border border-transparent bg-accent-soft font-display text-lg font-semibold text-accent-ink"
      >
        {initial ? initial.segment.toLocaleUpperCase() : <UserRound className="size-5" />}
      </span>
      <div className="min-w-0 text-sm">
        <p className="font-semibold wrap-anywhere">
          {t.rich("soldBy", { seller: seller.name ? <bdi>{seller.name}</bdi> : address })}
        </p>
        {seller.name && <p className="text-xs text-ink-soft">{page.rich("wallet", { address })}</p>}
      </div>
    </div>
  );
}
