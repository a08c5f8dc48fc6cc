import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { Problem } from "@/components/http/request";
import { ReportForm } from "@/components/reports/report-form";
import { SentNotice } from "@/components/reports/sent-notice";
import { systemClock } from "@/lib/clock";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { newSecret } from "@/lib/ids";
import { fileUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";
import { readAnswer } from "@/lib/reports/form-answers";
import { readKind, type TypedReport } from "@/lib/reports/read-form";
import { placeOfMessage } from "@/lib/reports/reported-message";
import type { ReportKind } from "@/lib/reports/schema";

type Props = {
  params: Promise<{ fileId: string }>;
  searchParams: Promise<Record<"kind" | "message", string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("reports");
  return { title: t("meta"), robots: { index: false } };
}

/** The form with which anybody reports a file, whether it is on sale or not. It works without script, too. */
export default async function Page({ params, searchParams }: Props) {
  const file = await findFile((await params).fileId);
  if (!file) notFound();
  const { kind, message } = await searchParams;
  const t = await getWords("reports");
  const answer = readAnswer<Problem>((await headers()).get("cookie"), file.id, systemClock.now());
  const sent = answer && "sent" in answer && kind === undefined ? answer.sent : null;
  const url = fileUrl(file.id);
  // A buyer reports what the seller answered.
  const place = typeof message === "string" ? { location: placeOfMessage(url, message) } : {};
  const before: TypedReport = answer && "typed" in answer ? answer.typed : place;
  // The mistakes of one kind say nothing of the other.
  const problem = answer && "problem" in answer && kind === undefined ? answer.problem : null;
  const typed = kind === undefined ? before : { ...before, kind: readKind(kind) };
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <div className="space-y-2">
        <h1 className="text-2xl">{t("title")}</h1>
        <p className="break-words text-ink-soft">{t.rich("about", { file: <bdi key="file">{file.title}</bdi> })}</p>
        <p className="text-sm">{t("intro")}</p>
      </div>
      <PageWords of={["reports", "fields", "errors"]}>
        {sent ? (
          <SentNotice sent={sent} fileUrl={url} />
        ) : (
          <>
            <KindsWithoutScript kind={readKind(typed.kind)} />
            <ReportForm {...{ fileId: file.id, fileUrl: url, pageSecret: newSecret(), typed, problem }} />
          </>
        )}
      </PageWords>
    </div>
  );
}

/** Without script the form cannot change: each kind has its own page. */
async function KindsWithoutScript({ kind }: { kind: ReportKind }) {
  const t = await getWords("reports");
  return (
    <noscript>
      <style>{".needs-script{display:none}"}</style>
      <nav aria-label={t("kindLegend")} className="mb-5 space-y-2">
        <p className="text-sm font-semibold">{t("kindLegend")}</p>
        <ul className="space-y-2">
          {(["notice", "copyright"] as const).map((one) => (
            <li key={one}>
              {one === kind ? (
                <strong aria-current="true">{t(`kind_${one}`)}</strong>
              ) : (
                <a href={`?kind=${one}`} className="underline underline-offset-2">
                  {t(`kind_${one}`)}
                </a>
              )}
            </li>
          ))}
        </ul>
      </nav>
    </noscript>
  );
}
