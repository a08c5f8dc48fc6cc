import "server-only";
import { db } from "@/lib/db/client";
import type { Words } from "@/lib/i18n/words";
import type { Content, Writing } from "./writing";

/**
 * What a person who reported a file is told, once: that it was decided. The reasons are on the status page, whose link only
 * that person has; the database holds its hash.
 */
export async function composeForReporter({ notice, t, shop }: Writing): Promise<Content | null> {
  const report = await db().report.findUnique({ where: { id: notice.subjectId }, select: { number: true } });
  return report && decided(t, { number: report.number, shop }, notice.subjectId);
}

function decided(t: Words<"mails">, words: { number: string; shop: string }, reportId: string): Content {
  return {
    subject: t("reportDecided", words),
    paragraphs: [t("reportDecidedText", words)],
    data: { reportId, number: words.number },
  };
}
