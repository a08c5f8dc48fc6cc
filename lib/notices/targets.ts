import "server-only";
import { db } from "@/lib/db/client";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import type { Channel } from "@/lib/outbox/schema";
import { settings } from "@/lib/settings/settings";
import { isUnsubscribed } from "@/lib/typed-addresses/unsubscribe";
import type { Target } from "./message";
import { OPERATOR } from "./webhook-secret";

/**
 * Where a delivery goes now; null when its recipient wants nothing more, or is gone.
 *
 * @param recipient as deliveries name it
 * @param isFirst for the one message that an unconfirmed address gets
 */
export async function findTarget(channel: Channel, recipient: string, isFirst: boolean): Promise<Target | null> {
  if (recipient === OPERATOR) return operatorsTarget(channel);
  const [holder, id = ""] = recipient.split(":");
  if (holder === "seller") {
    const row = await db().sellerChannel.findUnique({ where: { id } });
    return row && judge(row.kind === channel ? row : null, row.target, channel === "email" && !isFirst);
  }
  if (holder === "report") {
    const report = await db().report.findUnique({ where: { id }, select: { email: true, locale: true } });
    if (!report?.email || (await isUnsubscribed(db(), report.email))) return null;
    return { to: report.email, locale: localeOf(report.locale), isOperators: false, id };
  }
  const row = await db().buyerAddress.findUnique({ where: { id } });
  return row && judge(row, row.email, !isFirst);
}

type Row = { id: string; locale: string; confirmedAt: Date | null; stoppedAt: Date | null };

function judge(row: Row | null, to: string, mustBeConfirmed: boolean): Target | null {
  if (!row || row.stoppedAt !== null || (mustBeConfirmed && row.confirmedAt === null)) return null;
  return { to, locale: localeOf(row.locale), isOperators: false, id: row.id };
}

function localeOf(text: string): Locale {
  return isLocale(text) ? text : DEFAULT_LOCALE;
}

function operatorsTarget(channel: Channel): Target | null {
  const { operatorEmail, operatorWebhookUrl, ntfyUrl, operatorLanguage } = settings();
  const to = { email: operatorEmail, webhook: operatorWebhookUrl, ntfy: ntfyUrl }[channel];
  return to === undefined ? null : { to, locale: operatorLanguage, isOperators: true, id: OPERATOR };
}
