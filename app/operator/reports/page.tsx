import { ReportTable } from "@/components/operator/report-table";
import { readReportsPage } from "@/lib/operator/reports-page";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** Reports and appeals: those that wait, or those that were decided. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="reports" render={render} />;
}

async function render({ query: { state: asked, q, before } }: OperatorRequest) {
  const state = asked === "decided" ? "decided" : "open";
  const number = q?.trim() || undefined;
  return <ReportTable {...{ state, number }} {...(await readReportsPage({ state, number, before }))} />;
}
