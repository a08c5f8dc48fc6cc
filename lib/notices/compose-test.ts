import "server-only";
import { wordsIn } from "@/lib/i18n/words-in";
import { newId } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";
import { sendEmail } from "./channels/email";
import { OPERATOR } from "./webhook-secret";

/** Sends a mail that says nothing, to see whether mails arrive. @throws the mail server's refusal, in its words */
export async function sendTestMail(to: string): Promise<void> {
  const { operatorLanguage: locale, appUrl } = settings();
  const t = wordsIn(locale, "mails");
  const text = t("testMailText", { shop: new URL(appUrl).host });
  const message = { kind: "sold", locale, subject: t("testMail"), paragraphs: [text], data: {} } as const;
  await sendEmail(newId(), { to, locale, isOperators: true, id: OPERATOR }, { ...message, paragraphs: [text] });
}
