import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";
import type { FileInfo } from "@/lib/products/files/schema";

type Props = {
  file: Pick<FileInfo, "id" | "state" | "bytesGoneAt">;
  ended: "refund" | "gift" | "time";
  paymentId: string | null;
};

/** Why this browser's access has ended: the seller has refunded the payment, or ended the gift, or its time is up. */
export function AccessEnded({ file, ended, paymentId }: Props) {
  const t = useWords("refunds");
  const gifts = useWords("gifts");
  const storage = useWords("storage");
  if (ended === "time") {
    const again = file.state === "on-sale" ? "boughtAgain" : "boughtAgainNotNow";
    return <Notice title={storage("boughtAgainTitle")}>{!file.bytesGoneAt && <p>{storage(again)}</p>}</Notice>;
  }
  if (ended === "gift") {
    return (
      <Notice title={gifts("wasEnded")}>
        <p>{gifts("wasEndedWhy")}</p>
      </Notice>
    );
  }
  return (
    <Notice title={t("boughtEnded")}>
      {paymentId && <a href={`/f/${file.id}/receipts/${paymentId}`}>{t("seeReceipt")}</a>}
    </Notice>
  );
}
