import { FileView } from "@/components/operator/file-view";
import { clientConfig } from "@/lib/client-config/client-config";
import { listDecisions } from "@/lib/decisions/list-decisions";
import { PAGE_SIZE } from "@/lib/operator/paging";
import { readOperatorFile } from "@/lib/operator/read-file";
import { listReports } from "@/lib/reports/list-reports";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../../for-operators";

export const generateMetadata = operatorMetadata;

/** One file, what was decided about it, and what can be. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="files" render={render} />;
}

async function render({ params: { fileId = "" }, operator, now }: OperatorRequest) {
  const [file, decisions, reports] = await Promise.all([
    readOperatorFile(fileId, now),
    listDecisions({ kind: "file", id: fileId }),
    listReports({ fileId, take: PAGE_SIZE }),
  ]);
  return <FileView {...{ file, decisions, reports, config: clientConfig(), operator: operator.address }} />;
}
