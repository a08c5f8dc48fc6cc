import "server-only";
import { db } from "@/lib/db/client";
import type { Key } from "@/lib/i18n/words";
import { safeTitle } from "@/lib/notices/safe-title";
import { fileUrl } from "@/lib/products/files/file-url";
import { type Content, formatMoment, type Writing } from "./writing";

/** Rule 11g: to the seller and to those who paid for it. Null when it ends sooner than that meanwhile. */
export async function composeStorageEnd({ notice, t }: Writing): Promise<Content | null> {
  const [why, announced = ""] = notice.detail.split(" ");
  const file = await db().file.findUnique({ where: { id: notice.subjectId } });
  if (file?.storageEndsAt?.toISOString() !== announced) return null;
  const title = safeTitle(file.title);
  const isLost = why === "lost";
  const what: Extract<Key<"mails">, "bytesLost" | "storageEnded"> = isLost ? "bytesLost" : "storageEnded";
  return {
    subject: t(what, { title }),
    paragraphs: [
      isLost
        ? t("bytesLostText", { title })
        : t("storageEndedText", { title, date: formatMoment(file.storageEndsAt, t) }),
      t("paidBack"),
    ],
    action: { label: t("toFile"), url: fileUrl(file.id) },
    data: {
      fileId: file.id,
      title: file.title,
      url: fileUrl(file.id),
      until: announced,
      why: isLost ? "lost" : "ended",
    },
  };
}
