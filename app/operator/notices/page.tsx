import { DeadNotices } from "@/components/operator/dead-notices";
import { countNotices, listDeadNotices } from "@/lib/operator/dead-notices";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** Messages that could not be delivered. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="notices" render={render} />;
}

async function render({ query: { before } }: OperatorRequest) {
  const [page, { waiting }] = await Promise.all([listDeadNotices(before), countNotices()]);
  return <DeadNotices page={page} waiting={waiting} />;
}
