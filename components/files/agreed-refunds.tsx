import { useWords } from "#i18n";
import type { Receipt } from "@/lib/payments/schema";

const policies = {
  "no-refunds": "refundTermsNoRefunds",
  "if-faulty": "refundTermsIfFaulty",
  "within-14-days": "refundTermsWithin14Days",
} as const;

/**
 * What the seller said of refunds when something was bought, whatever is said now. The seller's words are text, never
 * markup. Its words are `receipts`.
 */
export function AgreedRefunds({
  of: { refundPolicy, refundNote },
}: {
  of: Pick<Receipt, "refundPolicy" | "refundNote">;
}) {
  const t = useWords("receipts");
  return (
    <>
      {t(refundPolicy ? policies[refundPolicy] : "refundTermsNone")}
      {refundNote && (
        <>
          {" "}
          <bdi className="break-words">{refundNote}</bdi>
        </>
      )}
    </>
  );
}
