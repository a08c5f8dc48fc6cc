import type { Metadata } from "next";
import { OpenGift } from "@/components/gifts/open-gift";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { FragmentPage } from "../fragment-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("gifts");
  return { title: t("pageTitle"), robots: { index: false } };
}

export default async function Page() {
  const t = await getWords("gifts");
  return (
    <FragmentPage title={t("pageTitle")} noScript={t("needsScript")} noScriptWhy={t("needsScriptWhy")}>
      <PageWords of={["gifts", "facts", "errors"]}>
        <OpenGift />
      </PageWords>
    </FragmentPage>
  );
}
