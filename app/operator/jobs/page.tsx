import { JobTable } from "@/components/operator/job-table";
import { readJobs } from "@/lib/operator/jobs";
import { OperatorPage, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** The jobs of this process and their last runs. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="jobs" render={render} />;
}

async function render() {
  return <JobTable jobs={readJobs()} />;
}
