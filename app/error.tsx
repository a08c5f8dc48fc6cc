"use client";

import { Button } from "@/components/ui/button";

/** What people see when a page could not be made. The log has the cause under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto w-full max-w-lg space-y-5 px-4 pt-16 text-center">
      <h1 className="text-2xl">Something went wrong on our side</h1>
      <p className="text-ink-soft">Nothing was charged by opening this page. Try again in a moment.</p>
      <Button onClick={reset}>Try again</Button>
      {error.digest && <p className="font-mono text-xs text-ink-soft">{error.digest}</p>}
    </div>
  );
}
