import "server-only";
import { locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import type { LinkFor } from "@/lib/notices/links";
import type { Message } from "@/lib/notices/message";
import type { NoticeRow } from "@/lib/notices/recipients";

/** What a text is written from. */
export type Writing = {
  notice: NoticeRow;
  t: Words<"mails">;
  now: Date;
  /** Whom a link in it is for. */
  link: LinkFor;
  /** How the shop is named. */
  shop: string;
};

/** What it says. */
export type Content = Pick<Message, "subject" | "paragraphs" | "action" | "data" | "isUrgent">;

/** "21 December 2026 at 10:20 UTC": mails know no other time zone. */
export function formatMoment(date: Date, t: Words<"mails">): string {
  const { tag } = locales[t.locale];
  const day = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(date);
  return t("moment", { day, time: date.toISOString().slice(11, 16) });
}
