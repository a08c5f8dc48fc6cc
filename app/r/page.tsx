import type { Metadata } from "next";
import { useWords } from "#i18n";
import { Recover } from "@/components/payments/access/recover";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { FragmentPage } from "../fragment-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("recover");
  return { title: t("meta"), robots: { index: false } };
}

export default function Page() {
  const t = useWords("recover");
  return (
    <FragmentPage title={t("title")} noScript={t("noScript")} noScriptWhy={t("noScriptWhy")}>
      <PageWords of={["recover", "access", "errors"]}>
        <Recover />
      </PageWords>
    </FragmentPage>
  );
}
