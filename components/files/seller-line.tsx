import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { onThisSite } from "@/components/ui/on-this-site";
import { Portrait } from "@/components/ui/portrait";
import type { FileInfo } from "@/lib/products/files/schema";

/**
 * Who sells: the name with the address beside it, since anybody can choose any name; a domain that is proven by DNS, or that the name
 * is not verified; and the way to the seller's page. Plain HTML, no script.
 */
export function SellerLine({ seller }: { seller: FileInfo["seller"] }) {
  const t = useWords("files");
  const page = useWords("page");
  const address = <ShortCode code={seller.address} />;
  const name = seller.name ? <bdi>{seller.name}</bdi> : address;
  return (
    <div className="flex items-center gap-3">
      <Portrait name={seller.name} picture={seller.picture && onThisSite(seller.picture)} />
      <div className="min-w-0 text-sm">
        <p className="font-semibold wrap-anywhere">
          {t.rich("soldBy", { seller: seller.page ? <a href={onThisSite(seller.page)}>{name}</a> : name })}
        </p>
        {seller.domain && (
          <p className="wrap-anywhere">{page.rich("domain", { domain: <bdi>{seller.domain}</bdi> })}</p>
        )}
        {seller.name && (
          <p className="text-xs text-ink-soft">{page.rich(seller.domain ? "wallet" : "walletOnly", { address })}</p>
        )}
      </div>
    </div>
  );
}
