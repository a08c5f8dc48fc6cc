import { AppealView } from "@/components/operator/appeal-view";
import { clientConfig } from "@/lib/client-config/client-config";
import { listDecisions } from "@/lib/decisions/list-decisions";
import { readAppeal } from "@/lib/reports/list-appeals";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../../for-operators";

export const generateMetadata = operatorMetadata;

/** One appeal, and the buttons that decide. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="reports" render={render} />;
}

async function render({ params: { appealId = "" }, operator }: OperatorRequest) {
  const appeal = await readAppeal(appealId);
  const decisions = await listDecisions(appeal.decision.on);
  return <AppealView {...{ appeal, decisions, config: clientConfig(), operator: operator.address }} />;
}
