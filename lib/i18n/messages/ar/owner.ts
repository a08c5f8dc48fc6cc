import type { owner as en } from "@/lib/i18n/messages/en/owner";
import type { SameKeys } from "@/lib/i18n/words";

export const owner: SameKeys<typeof en> = {
  bar: "ملفك أنت",
  links: "ما يمكنك فعله",
  viewing: "أنت ترى ملفك كما يراه المشترون.",
  testing: "أنت تجرّب شراء ملفك. لا ينتقل أي مال.",
  edit: "تعديل",
  test: "شراء تجريبي",
  endTest: "إنهاء التجربة",
};
