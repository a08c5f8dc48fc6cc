"use client";

import "./globals.css";
import { Button } from "@/components/ui/button";

/** The last resort: the frame of the page itself could not be made. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en" dir="ltr">
      <body>
        <title>Something went wrong · Filekiosk</title>
        <main className="mx-auto w-full max-w-lg space-y-5 px-4 pt-24 text-center">
          <h1 className="text-2xl">Something went wrong on our side</h1>
          <p className="text-ink-soft">Nothing was charged by opening this page. Try again in a moment.</p>
          <Button onClick={reset}>Try again</Button>
        </main>
      </body>
    </html>
  );
}
