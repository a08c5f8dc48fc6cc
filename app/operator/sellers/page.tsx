import { SellerTable } from "@/components/operator/seller-table";
import { searchSellers } from "@/lib/operator/search-sellers";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** All sellers, with search. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="sellers" render={render} />;
}

async function render({ query: { q = "", before } }: OperatorRequest) {
  return <SellerTable query={q} page={await searchSellers(q, before)} />;
}
