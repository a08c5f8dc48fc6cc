"use client";

import "./globals.css";
import { Button } from "@/components/ui/button";
import { locales } from "@/lib/i18n/locales";

// Language detection may be what failed, so the text is in all languages.
const words = [
  {
    locale: "en",
    title: "Something went wrong on our side",
    why: "A payment or refund in progress may have gone through. Load the page again to see.",
    again: "Try again",
  },
  {
    locale: "fr",
    title: "Une erreur s’est produite de notre côté",
    why: "Un paiement ou un remboursement en cours a peut-être abouti. Rechargez la page pour le voir.",
    again: "Réessayer",
  },
  {
    locale: "ar",
    title: "حدث خطأ من جانبنا",
    why: "ربما اكتملت دفعة أو عملية استرداد كانت قيد التنفيذ. أعد تحميل الصفحة لترى.",
    again: "حاول مجددًا",
  },
] as const;

/** The last resort: the root layout itself could not be rendered. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en" dir="ltr">
      <body>
        <title>Something went wrong · Filekiosk</title>
        <main className="mx-auto w-full max-w-lg space-y-10 px-4 pt-16 text-center">
          {words.map(({ locale, title, why, again }) => (
            <section key={locale} lang={locale} dir={locales[locale].dir} className="space-y-3">
              <h1 className="text-2xl">{title}</h1>
              <p className="text-ink-soft">{why}</p>
              <Button onClick={reset}>{again}</Button>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
