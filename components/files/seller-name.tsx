import type { FileInfo } from "@/lib/files/schema";
import { ShortCode } from "../ui/code";

/** The seller's name, else the address in short. */
export function SellerName({ seller }: { seller: FileInfo["seller"] }) {
  return seller.name ? <bdi>{seller.name}</bdi> : <ShortCode code={seller.address} />;
}
