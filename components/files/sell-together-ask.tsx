import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

type Props = { count: number; onTogether: () => void; onSeparately: () => void };

/** Asked once several files were chosen. Until it is answered each has a form of its own. */
export function SellTogetherAsk({ count, onTogether, onSeparately }: Props) {
  const t = useWords("sell");
  return (
    <Notice tone="info" title={t("togetherAsk", { count })}>
      <p>{t("togetherWhy")}</p>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button size="sm" onClick={onTogether}>
          {t("together")}
        </Button>
        <Button size="sm" look="secondary" onClick={onSeparately}>
          {t("separately")}
        </Button>
      </div>
    </Notice>
  );
}
