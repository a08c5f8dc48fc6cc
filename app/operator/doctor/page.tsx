import { FindingList } from "@/components/operator/finding-list";
import { readFindings } from "@/lib/operator/findings";
import { OperatorPage, type OperatorRequest, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** What the doctor finds, examined now or within the last ten minutes. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="doctor" render={render} />;
}

async function render({ query, now }: OperatorRequest) {
  const { at, examined } = await readFindings(now, query.again !== undefined);
  return <FindingList at={at.toISOString()} examined={examined} />;
}
