import { OverviewView } from "@/components/operator/overview";
import { readOverview } from "@/lib/operator/attention";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "./for-operators";

export const generateMetadata = operatorMetadata;

/** What waits for the operator, and the figures of a month. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="overview" render={render} />;
}

async function render({ now }: OperatorRequest) {
  return <OverviewView overview={await readOverview(now)} />;
}
