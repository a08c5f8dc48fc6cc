import { useWords } from "#i18n";

/** A wallet's own words, below ours: as text, and in their own direction. */
export function SaidByWallet({ said }: { said: string | null | undefined }) {
  const t = useWords("wallets");
  if (!said) return null;
  return (
    <p translate="no" className="text-xs break-words">
      {t.rich("said", { words: <bdi>{said}</bdi> })}
    </p>
  );
}
