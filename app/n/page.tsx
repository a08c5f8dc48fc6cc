import type { Metadata } from "next";
import { FollowLink } from "@/components/notices/follow-link";
import { Notice } from "@/components/ui/notice";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("notices");
  return { title: t("pageTitle"), robots: { index: false } };
}

export default async function Page() {
  const t = await getWords("notices");
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">{t("pageTitle")}</h1>
      <noscript>
        <Notice tone="warn" className="mb-4" title={t("needsScript")}>
          <p>{t("needsScriptWhy")}</p>
        </Notice>
      </noscript>
      <PageWords of={["notices", "errors"]}>
        <FollowLink />
      </PageWords>
    </div>
  );
}
