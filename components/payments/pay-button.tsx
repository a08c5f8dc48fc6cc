import { Button, type ButtonProps } from "../ui/button";

type Props = Omit<ButtonProps, "children"> & { price: string; words?: string };

/** The one button of the page. Its words follow what is going on; its place never changes. */
export function PayButton({ price, words, ...rest }: Props) {
  return (
    <Button size="lg" wide {...rest}>
      {words ?? (
        <>
          Pay <bdi>{price}</bdi>
        </>
      )}
    </Button>
  );
}
