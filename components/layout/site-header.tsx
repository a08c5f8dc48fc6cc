import type { ReactNode } from "react";
import { useWords } from "#i18n";

/** The way home, to what one bought, and to one's own files. */
export function SiteHeader() {
  const t = useWords("layout");
  return (
    <header className="mx-auto flex w-full print:hidden max-w-5xl items-center justify-between gap-4 px-4 py-3 sm:px-6">
      <a href="/" className="flex min-h-11 items-center gap-2.5 text-lg font-bold tracking-tight">
        {/* biome-ignore lint/performance/noImgElement: a small SVG, nothing to optimise */}
        <img src="/icon.svg" alt="" width={32} height={32} className="size-8" />
        Filekiosk
      </a>
      <nav aria-label={t("mainMenu")} className="-me-3 flex flex-wrap justify-end">
        <MenuLink href="/purchases">{t("myPurchases")}</MenuLink>
        <MenuLink href="/dashboard">{t("yourFiles")}</MenuLink>
      </nav>
    </header>
  );
}

function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="flex min-h-11 items-center rounded-md px-2 text-sm font-semibold hover:bg-sunken sm:px-3">
      {children}
    </a>
  );
}
