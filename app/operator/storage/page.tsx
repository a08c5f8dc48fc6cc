import { StoragePayments } from "@/components/operator/storage-payments";
import { clientConfig } from "@/lib/client-config/client-config";
import { readStorageMoney } from "@/lib/operator/storage-money";
import { listStoragePayments } from "@/lib/operator/storage-payments";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** What the operator received for storage, and owes back. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="storage" render={render} />;
}

async function render({ query: { which: asked, before } }: OperatorRequest) {
  const which = asked === "owed" ? "owed" : "all";
  const [page, money] = await Promise.all([listStoragePayments(which, before), readStorageMoney()]);
  return <StoragePayments {...{ page, money, which }} config={clientConfig()} />;
}
