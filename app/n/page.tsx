import type { Metadata } from "next";
import { FollowLink } from "@/components/notices/follow-link";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { FragmentPage } from "../fragment-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("notices");
  return { title: t("pageTitle"), robots: { index: false } };
}

export default async function Page() {
  const t = await getWords("notices");
  return (
    <FragmentPage title={t("pageTitle")} noScript={t("needsScript")} noScriptWhy={t("needsScriptWhy")}>
      <PageWords of={["notices", "errors"]}>
        <FollowLink />
      </PageWords>
    </FragmentPage>
  );
}
