import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";

/** For a wallet that the operator has not chosen, before anything is uploaded. */
export function MayNotSell({ address, onOther }: { address: string; onOther: () => void }) {
  const t = useWords("sell");
  return (
    <Notice role="alert" tone="warn" title={t("mayNotSell")}>
      <p>{t.rich("mayNotSellWhy", { address: <ShortCode code={address} /> })}</p>
      <Button look="secondary" size="sm" onClick={onOther}>
        {t("anotherWallet")}
      </Button>
    </Notice>
  );
}
