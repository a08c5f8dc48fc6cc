import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { SiteFooter } from "@/components/layout/site-footer";
import { SiteHeader } from "@/components/layout/site-header";
import { clientConfig } from "@/lib/client-config/client-config";
import "./globals.css";

// Every page shows settings, and settings are read when the server starts, never at build.
export const dynamic = "force-dynamic";

export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(clientConfig().appUrl),
    title: { default: "Filekiosk", template: "%s · Filekiosk" },
    description: "Sell a file with a link. Buyers pay you directly.",
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

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" dir="ltr">
      <body>
        <a
          href="#main"
          className="sr-only rounded-md bg-accent px-4 py-3 font-semibold text-on-accent focus:not-sr-only focus:absolute focus:start-3 focus:top-3 focus:z-10"
        >
          Skip to the content
        </a>
        <SiteHeader />
        <main id="main" tabIndex={-1} className="w-full flex-1 outline-none">
          {children}
        </main>
        <SiteFooter config={clientConfig()} />
      </body>
    </html>
  );
}
