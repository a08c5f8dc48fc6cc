import "server-only";
import type { Locale } from "@/lib/i18n/locales";
import type { NoticeKind } from "@/lib/outbox/schema";

/** What is said to one recipient. Made when it is sent, and never stored: it may hold a link that opens something. */
export type Message = {
  kind: NoticeKind;
  locale: Locale;
  subject: string;
  /** Paragraphs of plain text. */
  paragraphs: string[];
  action?: { label: string; url: string };
  /** Why this recipient gets it. */
  why?: string;
  /** How to end it: the page, and the address for mail programs. */
  unsubscribe?: { label: string; url: string; oneClickUrl: string };
  /** The facts for programs. Amounts are decimal USD, times ISO 8601. */
  data: Readonly<Record<string, string | number | null>>;
  /** True for what needs somebody soon. */
  isUrgent?: boolean;
};

/** Where a message goes: an e-mail address or a URL. */
export type Target = {
  to: string;
  locale: Locale;
  /** True for addresses in the operator's own settings. */
  isOperators: boolean;
  /** The row that holds the address; `OPERATOR` for settings. */
  id: string;
};

/** The other side will never take it: there is no such mailbox, or it wants nothing more. */
export class Refused extends Error {
  override name = "Refused";
  /** @param isGone true if nothing else is to be sent there either */
  constructor(
    message: string,
    readonly isGone: boolean,
  ) {
    super(message);
  }
}
