import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";

/** For an id that is no sale of the signed-in seller. */
export default function NotFound() {
  const t = useWords("sales");
  const desk = useWords("desk");
  return (
    <section className="space-y-4 py-8 text-center">
      <h1 className="text-2xl">{t("notFound")}</h1>
      <p className="text-ink-soft">{t("notFoundWhy")}</p>
      <ButtonLink href="/dashboard/sales" look="secondary">
        {desk("allSales")}
      </ButtonLink>
    </section>
  );
}
