import "server-only";
import { wordsIn } from "@/lib/i18n/words-in";
import { settings } from "@/lib/settings/settings";
import { linkUrl, unsubscribeUrl } from "./links";
import type { Message, Target } from "./message";
import type { NoticeRow } from "./recipients";
import { composeAlarm } from "./texts/alarms";
import { composeForBuyer } from "./texts/buyers";
import { composeForReporter } from "./texts/reporters";
import { composeForSeller } from "./texts/sellers";
import type { Content, Writing } from "./texts/writing";

type Delivered = { recipient: string; target: Target; deliveryId: string };

/**
 * Writes what one recipient is told, in their language, from what the database says now. Null when it no longer holds: a sale was
 * prolonged, a payment reversed, a file deleted. Secrets of links are made here and end in the mail.
 */
export async function composeMessage(
  notice: NoticeRow,
  { recipient, target, deliveryId }: Delivered,
  now: Date,
): Promise<Message | null> {
  const { locale, id: recipientId } = target;
  const t = wordsIn(locale, "mails");
  const link = { recipientId, deliveryId };
  const writing: Writing = { notice, t, now, link, shop: shopName() };
  const holder = recipient.split(":")[0];
  const content = await composeFor(holder, writing);
  if (!content) return null;
  const message = { kind: notice.kind as Message["kind"], locale, ...content };
  if (holder === "operator") return message;
  // It is the only one: there is nothing to end.
  if (holder === "report") return { ...message, why: t("whyReporter", { shop: writing.shop }) };
  const why = holder === "seller" ? t("whySeller", { shop: writing.shop }) : t("whyBuyer", { shop: writing.shop });
  const unsubscribe = {
    label: t("stop"),
    url: linkUrl("stop", link, now),
    oneClickUrl: unsubscribeUrl(link, now),
  };
  return { ...message, why, unsubscribe };
}

function composeFor(holder: string | undefined, writing: Writing): Promise<Content | null> {
  if (holder === "operator") return composeAlarm(writing);
  if (holder === "report") return composeForReporter(writing);
  return holder === "seller" ? composeForSeller(writing) : composeForBuyer(writing);
}

/** How messages name this shop: its name, if it has one, and its address. */
function shopName(): string {
  const { operatorName, appUrl } = settings();
  const { host } = new URL(appUrl);
  return operatorName ? `${operatorName} (${host})` : host;
}
