import { ShortCode } from "@/components/ui/code";
import type { Seller } from "@/lib/products/files/schema";

/** The seller's name, else the short address. */
export function SellerName({ seller }: { seller: Pick<Seller, "name" | "address"> }) {
  return seller.name ? <bdi>{seller.name}</bdi> : <ShortCode code={seller.address} />;
}
