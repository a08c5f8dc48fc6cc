import { SellerView } from "@/components/operator/seller-view";
import { clientConfig } from "@/lib/client-config/client-config";
import { listDecisions, listDecisionsOfSeller } from "@/lib/decisions/list-decisions";
import { readOperatorSeller } from "@/lib/operator/read-seller";
import { searchFiles } from "@/lib/operator/search-files";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../../for-operators";

export const generateMetadata = operatorMetadata;

/** The most decisions shown about a seller and the seller's files. */
const DECISIONS_SHOWN = 50;

/** One seller, their files, what was decided, and what can be. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="sellers" render={render} />;
}

async function render({ params: { sellerId = "" }, query: { before }, operator, now }: OperatorRequest) {
  const seller = await readOperatorSeller(sellerId);
  const [files, [last], decisions] = await Promise.all([
    searchFiles({ sellerId }, before, now),
    listDecisions({ kind: "seller", id: sellerId }),
    listDecisionsOfSeller(sellerId, DECISIONS_SHOWN),
  ]);
  const view = { seller, files, decisions, last: last?.id ?? null };
  return <SellerView {...view} config={clientConfig()} operator={operator.address} />;
}
