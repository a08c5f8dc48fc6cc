import { useWords } from "#i18n";
import { Button, type ButtonProps } from "@/components/ui/button";

type Props = Omit<ButtonProps, "children"> & { price: string; words?: string };

/** The main button of the page. Its label follows the state; its position, that of `pay-bar`, never changes. */
export function PayButton({ price, words, ...rest }: Props) {
  const t = useWords("buy");
  return (
    <div className="pay-bar">
      <Button size="lg" wide data-pay {...rest}>
        <span>{words ?? t.rich("pay", { price: <bdi>{price}</bdi> })}</span>
        <span className="tapped">{t("opening")}</span>
      </Button>
    </div>
  );
}
