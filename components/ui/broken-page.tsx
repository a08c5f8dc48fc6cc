import type { ReactNode } from "react";
import { useWords } from "#i18n";

/** A page that crashed: its content says what to do. The log has the cause under the digest. */
export function BrokenPage({ digest, children }: { digest?: string; children: ReactNode }) {
  const t = useWords("ui");
  return (
    <div className="mx-auto w-full max-w-lg space-y-5 px-4 pt-16 text-center">
      <h1 className="text-2xl">{t("brokenTitle")}</h1>
      {children}
      {digest && (
        <p translate="no" className="font-mono text-xs text-ink-soft">
          {digest}
        </p>
      )}
    </div>
  );
}
