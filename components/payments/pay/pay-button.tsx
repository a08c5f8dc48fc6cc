import { useWords } from "#i18n";
import { Button, type ButtonProps } from "@/components/ui/button";

type Props = Omit<ButtonProps, "children"> & { price: string; words?: string };

/** The one button of the page. Its words follow what is going on; its place never changes. */
export function PayButton({ price, words, ...rest }: Props) {
  const t = useWords("buy");
  return (
    <Button size="lg" wide {...rest}>
      <span>{words ?? t.rich("pay", { price: <bdi>{price}</bdi> })}</span>
    </Button>
  );
}
