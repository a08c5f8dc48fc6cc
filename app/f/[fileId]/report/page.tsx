import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { contactHref } from "@/components/layout/contact";
import { ReportForm } from "@/components/reports/report-form";
import { Notice } from "@/components/ui/notice";
import { clientConfig } from "@/lib/client-config/client-config";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { fileUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";

type Props = { params: Promise<{ fileId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("reports");
  return { title: t("meta"), robots: { index: false } };
}

/** The form with which anybody reports a file, whether it is on sale or not. */
export default async function Page({ params }: Props) {
  const file = await findFile((await params).fileId);
  if (!file) notFound();
  const t = await getWords("reports");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <div className="space-y-2">
        <h1 className="text-2xl">{t("title")}</h1>
        <p className="break-words text-ink-soft">{t.rich("about", { file: <bdi key="file">{file.title}</bdi> })}</p>
        <p className="text-sm">{t("intro")}</p>
      </div>
      <WithoutScript title={file.title} url={fileUrl(file.id)} />
      <PageWords of={["reports", "fields", "errors"]}>
        <ReportForm fileId={file.id} fileUrl={fileUrl(file.id)} />
      </PageWords>
    </div>
  );
}

async function WithoutScript({ title, url }: { title: string; url: string }) {
  const [t, files] = await Promise.all([getWords("reports"), getWords("files")]);
  const { operatorContact } = clientConfig();
  const mail = contactHref(operatorContact, files("mailReport", { title }), `${url}\n\n${files("mailReportBody")}\n`);
  return (
    <noscript>
      <style>{".needs-script{display:none}"}</style>
      <Notice tone="warn" title={t("noScript")}>
        {mail && (
          <p>
            {t.rich("noScriptMail", {
              link: (words) => (
                <a key="link" href={mail}>
                  {words}
                </a>
              ),
            })}
          </p>
        )}
      </Notice>
    </noscript>
  );
}
