import type { Metadata } from "next";
import { useWords } from "#i18n";
import { Recover } from "@/components/payments/access/recover";
import { Notice } from "@/components/ui/notice";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("recover");
  return { title: t("meta"), robots: { index: false } };
}

export default function Page() {
  const t = useWords("recover");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("title")}</h1>
      <noscript>
        <Notice tone="warn" className="mb-4" title={t("noScript")}>
          <p>{t("noScriptWhy")}</p>
        </Notice>
      </noscript>
      <PageWords of={["recover", "access", "errors"]}>
        <Recover />
      </PageWords>
    </div>
  );
}
