"use client";

import { Button } from "@/components/ui/button";

/** Opens the browser's print window, where a page can also be saved as a PDF. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button size="sm" look="secondary" onClick={() => print()}>
      {label}
    </Button>
  );
}
