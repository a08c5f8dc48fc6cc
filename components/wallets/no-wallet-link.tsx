import { useWords } from "#i18n";

/** To the page that says what a wallet is. In a tab of its own: what was begun here stays. */
export function NoWalletLink() {
  const t = useWords("wallets");
  return (
    <p className="text-sm">
      {t.rich("newMore", {
        link: (words) => (
          <a href="/wallets" target="_blank" rel="noreferrer">
            {words}
          </a>
        ),
      })}
    </p>
  );
}
