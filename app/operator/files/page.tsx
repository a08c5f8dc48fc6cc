import { FileTable } from "@/components/operator/file-table";
import { searchFiles } from "@/lib/operator/search-files";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** All files, with search. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="files" render={render} />;
}

async function render({ query, now }: OperatorRequest) {
  const { q = "", before } = query;
  return <FileTable query={q} page={await searchFiles({ query: q }, before, now)} />;
}
