import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";

const kinds = ["operator", "seller", "buyer", "command-line", "shop", "visitor"] as const;

/** Who did something, as the audit log names people: `operator 0x…`, `command-line`. */
export function Who({ by }: { by: string }) {
  const t = useWords("operator");
  const [kind = "", account] = by.split(" ");
  const known = kinds.find((one) => one === kind);
  return (
    <>
      {known ? t(`by_${known}`) : kind} {account && <ShortCode code={account} />}
    </>
  );
}
