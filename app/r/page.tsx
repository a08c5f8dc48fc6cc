import type { Metadata } from "next";
import { Recover } from "@/components/payments/recover";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "Recovery link", robots: { index: false } };

export default function Page() {
  return (
    <div className="mx-auto w-full max-w-xl space-y-5 px-4 pt-6 sm:px-6 sm:pt-10">
      <h1 className="text-2xl">Your purchase</h1>
      <noscript>
        <Notice tone="warn" className="mb-4" title="Recovery links need JavaScript.">
          <p>Their secret part never reaches a server by itself. Switch JavaScript on for this page.</p>
        </Notice>
      </noscript>
      <Recover />
    </div>
  );
}
