import { AuditTable } from "@/components/operator/audit-table";
import { readAuditPage } from "@/lib/operator/audit-page";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** The audit log, with filters. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="audit" render={render} />;
}

async function render({ query }: OperatorRequest) {
  return <AuditTable query={query} page={await readAuditPage(query)} />;
}
