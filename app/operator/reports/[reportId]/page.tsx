import { ReportView } from "@/components/operator/report-view";
import { clientConfig } from "@/lib/client-config/client-config";
import { readReport } from "@/lib/reports/read-report";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../../for-operators";

export const generateMetadata = operatorMetadata;

/** One report, and the buttons that decide. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="reports" render={render} />;
}

async function render({ params: { reportId = "" }, operator }: OperatorRequest) {
  return <ReportView report={await readReport(reportId)} config={clientConfig()} operator={operator.address} />;
}
