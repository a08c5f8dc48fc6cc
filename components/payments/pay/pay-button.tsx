import { useWords } from "#i18n";
import { Button, type ButtonProps } from "@/components/ui/button";

type Props = Omit<ButtonProps, "children"> & { price: string; words?: string };

/** The main button of the page. Its label follows the state; its position never changes. */
export function PayButton({ price, words, ...rest }: Props) {
  const t = useWords("buy");
  return (
    <Button size="lg" wide {...rest}>
      <span>{words ?? t.rich("pay", { price: <bdi>{price}</bdi> })}</span>
    </Button>
  );
}
