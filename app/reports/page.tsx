import type { Metadata } from "next";
import { ReportStatus } from "@/components/reports/report-status";
import { Notice } from "@/components/ui/notice";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("reports");
  return { title: t("statusMeta"), robots: { index: false } };
}

/** What became of a report, for whoever has its status link. */
export default async function Page() {
  const t = await getWords("reports");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("statusTitle")}</h1>
      <noscript>
        <Notice tone="warn" className="mb-4" title={t("noScript")}>
          <p>{t("statusNoScriptWhy")}</p>
        </Notice>
      </noscript>
      <PageWords of={["reports", "decisions", "errors"]}>
        <ReportStatus />
      </PageWords>
    </div>
  );
}
