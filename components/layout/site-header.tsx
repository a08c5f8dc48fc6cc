import type { ReactNode } from "react";
import { useWords } from "#i18n";

/**
 * Links to the front page, to purchases, and to the seller's files: one line in every language, from 320 px on.
 *
 * @param sellers "sign-in" where visitors are no sellers, unless this one has signed in
 */
export function SiteHeader({ sellers }: { sellers: "yours" | "sign-in" }) {
  const t = useWords("layout");
  return (
    <header className="mx-auto flex w-full print:hidden max-w-5xl items-center justify-between gap-2 px-4 py-3 sm:gap-4 sm:px-6">
      <a href="/" className="flex min-h-11 min-w-11 items-center gap-2 font-bold tracking-tight sm:gap-2.5 sm:text-lg">
        {/* biome-ignore lint/performance/noImgElement: a small SVG, nothing to optimise */}
        <img src="/icon.svg" alt="" width={32} height={32} className="size-8" />
        {/* The smallest phones have room for the sign only. */}
        <span className="max-[24rem]:sr-only">Filekiosk</span>
      </a>
      <nav aria-label={t("mainMenu")} className="-me-1.5 flex flex-wrap justify-end sm:-me-3">
        <MenuLink href="/purchases">{t("myPurchases")}</MenuLink>
        <MenuLink href="/dashboard">{t(sellers === "yours" ? "yourFiles" : "signIn")}</MenuLink>
      </nav>
    </header>
  );
}

function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="flex min-h-11 items-center rounded-md px-1.5 text-sm font-semibold whitespace-nowrap hover:bg-sunken sm:px-3"
    >
      {children}
    </a>
  );
}
