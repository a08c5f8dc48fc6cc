import type { Metadata } from "next";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/get-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("layout");
  return { title: t("notFoundTitle") };
}

export default function NotFound() {
  const t = useWords("layout");
  return (
    <div className="mx-auto w-full max-w-lg space-y-5 px-4 pt-16 text-center">
      <h1 className="text-2xl">{t("notFound")}</h1>
      <p className="text-ink-soft">{t("notFoundWhy")}</p>
      <ButtonLink href="/" look="secondary">
        {t("toFrontPage")}
      </ButtonLink>
    </div>
  );
}
