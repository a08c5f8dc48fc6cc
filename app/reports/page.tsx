import type { Metadata } from "next";
import { ReportStatus } from "@/components/reports/report-status";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { FragmentPage } from "../fragment-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("reports");
  return { title: t("statusMeta"), robots: { index: false } };
}

/** What became of a report, for whoever has its status link. */
export default async function Page() {
  const t = await getWords("reports");
  return (
    <FragmentPage title={t("statusTitle")} noScript={t("noScript")} noScriptWhy={t("statusNoScriptWhy")}>
      <PageWords of={["reports", "decisions", "errors"]}>
        <ReportStatus />
      </PageWords>
    </FragmentPage>
  );
}
