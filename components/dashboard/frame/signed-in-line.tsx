import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";

/** Who is signed in, and the way out. */
export function SignedInLine({ address, onSignOut }: { address: string; onSignOut: () => void }) {
  const t = useWords("sellers");
  return (
    <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5 text-sm text-ink-soft">
      <p>{t.rich("signedInAs", { address: <ShortCode code={address} /> })}</p>
      <Button look="quiet" size="sm" onClick={onSignOut}>
        {t("signOut")}
      </Button>
    </footer>
  );
}
