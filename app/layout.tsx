import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { SiteFooter } from "@/components/layout/site-footer";
import { SiteHeader } from "@/components/layout/site-header";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { getWords } from "@/lib/i18n/get-words";
import { locales } from "@/lib/i18n/locales";
import { PageWords } from "@/lib/i18n/page-words";
import { existingPages } from "@/lib/legal/pages";
import { type AccentStyle, accentStyle } from "@/lib/settings/accent";
import { settings } from "@/lib/settings/settings";
import { readSession } from "@/lib/sign-in/seller-session";
import "./globals.css";

// Every page shows settings, and settings are read when the server starts, never at build.
export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getWords("layout");
  return {
    metadataBase: new URL(clientConfig().appUrl),
    title: { default: "Filekiosk", template: "%s · Filekiosk" },
    description: t("headline"),
    applicationName: "Filekiosk",
    icons: { icon: "/icon.svg", apple: "/icon-180.png" },
    // Addresses, hashes and amounts are not telephone numbers.
    formatDetection: { telephone: false, address: false, email: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#131513" },
  ],
  colorScheme: "light dark",
};

/** Parts of pages that offer e-mail ask for this. */
function sendsMail(): boolean {
  return clientConfig().sendsMail;
}

/** The operator's colour, where one was chosen. */
function ownAccent(): AccentStyle | undefined {
  const { accent } = settings();
  return accent === undefined ? undefined : accentStyle(accent);
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const t = await getWords("layout");
  return (
    <html lang={t.locale} dir={locales[t.locale].dir} data-mail={sendsMail() || undefined} style={ownAccent()}>
      <body>
        <a
          href="#main"
          className="sr-only rounded-md bg-accent px-4 py-3 font-semibold text-on-accent focus:not-sr-only focus:absolute focus:start-3 focus:top-3 focus:z-10"
        >
          {t("skip")}
        </a>
        <SiteHeader sellers={await readSellersLink()} />
        <main id="main" tabIndex={-1} className="w-full flex-1 outline-none">
          <PageWords of={["ui"]}>{children}</PageWords>
        </main>
        <SiteFooter config={clientConfig()} pages={existingPages()} />
      </body>
    </html>
  );
}

/** Where the operator chooses the sellers, visitors are buyers: only a visitor who has signed in has files here. */
async function readSellersLink(): Promise<"yours" | "sign-in"> {
  if (clientConfig().sellPath === "/") return "yours";
  return (await readSession((await headers()).get("cookie"), systemClock.now())) ? "yours" : "sign-in";
}
