import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { Key } from "@/lib/i18n/words";
import { safeTitle } from "@/lib/notices/safe-title";
import { saleEndsAt } from "@/lib/products/files/file-state";
import { fileUrl } from "@/lib/products/files/file-url";
import { storedForSale } from "@/lib/products/files/stored-until";
import { whatIsStopped } from "@/lib/products/files/what-is-stopped";
import { toDashboard } from "./to-dashboard";
import { type Content, formatMoment, type Writing } from "./writing";

type Kind = "sale-ends" | "storage-ends";
type FileDates = {
  onSaleUntil: Date | null;
  keptUntil: Date | null;
  storageEndsAt: Date | null;
  terms: { downloadDays: number | null }[];
};

/** An end that is near. Null when it is another one meanwhile, or nothing ends any more. */
export async function composeEnds({ notice, t, now }: Writing, kind: Kind): Promise<Content | null> {
  const [days, announced] = notice.detail.split(" ");
  const include = { terms: { where: { until: null } } };
  const file = await db().file.findUnique({ where: { id: notice.subjectId }, include });
  if (!file || file.removedAt || !announced) return null;
  // Nobody can put it on sale now, and its days do not run out meanwhile.
  if (await whatIsStopped(db(), file.id)) return null;
  const end = endOf(kind, file);
  if (end === null || end.toISOString() !== announced || end <= now) return null;
  const left = Math.max(1, Math.min(Number(days), Math.ceil((end.getTime() - now.getTime()) / DAY)));
  const words = { title: safeTitle(file.title), days: left };
  const [subject, text] = wordsFor(kind, file);
  return {
    subject: t(subject, words),
    paragraphs: [t(text, { title: words.title, date: formatMoment(end, t) })],
    action:
      text === "keptEndsText" ? { label: t("toFile"), url: fileUrl(file.id) } : toDashboard(t, `files/${file.id}`),
    data: { fileId: file.id, title: file.title, url: fileUrl(file.id), until: announced },
  };
}

function endOf(kind: Kind, { terms: [terms], ...file }: FileDates): Date | null {
  if (kind === "sale-ends") return saleEndsAt({ ...file, terms: terms ?? { downloadDays: null } });
  return file.keptUntil ?? storedForSale(file);
}

type Text = Extract<Key<"mails">, "saleEndsText" | "storageEndsText" | "keptEndsText" | "storageEndedText">;

function wordsFor(kind: Kind, { keptUntil, storageEndsAt }: FileDates): ["saleEnds" | "storageEnds", Text] {
  if (kind === "sale-ends") return ["saleEnds", "saleEndsText"];
  if (keptUntil === null) return ["storageEnds", "storageEndsText"];
  return ["storageEnds", storageEndsAt === null ? "keptEndsText" : "storageEndedText"];
}
