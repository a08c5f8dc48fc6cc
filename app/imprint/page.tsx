import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OperatorPage } from "@/components/layout/operator-page";
import { getWords } from "@/lib/i18n/get-words";
import { readLocale } from "@/lib/i18n/read-locale";
import { findPage } from "@/lib/legal/pages";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("legal");
  return { title: t("imprint") };
}

export default async function Page() {
  const page = findPage("imprint", await readLocale());
  if (!page) notFound();
  return <OperatorPage kind="imprint" {...page} />;
}
