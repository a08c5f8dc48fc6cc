import { useWords } from "#i18n";
import type { Receipt } from "@/lib/shop/schema";

const policies = {
  "no-refunds": "refundTermsNoRefunds",
  "if-faulty": "refundTermsIfFaulty",
  "within-14-days": "refundTermsWithin14Days",
} as const;

/**
 * The seller's refund policy at the time of the purchase, even if it has changed since. The seller's words are text,
 * never markup. Its namespace is `receipts`.
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
