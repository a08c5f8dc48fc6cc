import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";

type Props = { fileId: string; ended: "refund" | "gift"; paymentId: string | null };

/** Why this browser's access has ended: the seller has refunded the payment, or ended the gift. */
export function AccessEnded({ fileId, ended, paymentId }: Props) {
  const t = useWords("refunds");
  const gifts = useWords("gifts");
  if (ended === "gift") {
    return (
      <Notice title={gifts("wasEnded")}>
        <p>{gifts("wasEndedWhy")}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t("boughtEnded")}>
      {paymentId && <a href={`/f/${fileId}/receipts/${paymentId}`}>{t("seeReceipt")}</a>}
    </Notice>
  );
}
