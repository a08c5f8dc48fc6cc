import { useWords } from "#i18n";

/** The way home and the way to one's own files. */
export function SiteHeader() {
  const t = useWords("layout");
  return (
    <header className="mx-auto flex w-full print:hidden max-w-5xl items-center justify-between gap-4 px-4 py-3 sm:px-6">
      <a href="/" className="flex min-h-11 items-center gap-2.5 text-lg font-bold tracking-tight">
        {/* biome-ignore lint/performance/noImgElement: a small SVG, nothing to optimise */}
        <img src="/icon.svg" alt="" width={32} height={32} className="size-8" />
        Filekiosk
      </a>
      <nav aria-label={t("mainMenu")}>
        <a
          href="/dashboard"
          className="flex min-h-11 items-center rounded-md px-3 text-sm font-semibold hover:bg-sunken"
        >
          {t("yourFiles")}
        </a>
      </nav>
    </header>
  );
}
