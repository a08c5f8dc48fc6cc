import type { sessions as en } from "@/lib/i18n/messages/en/sessions";
import type { SameKeys } from "@/lib/i18n/words";

export const sessions: SameKeys<typeof en> = {
  title: "أماكن تسجيل دخولك",
  program: "برنامج أو متصفح غير معروف",
  thisOne: "هذا المتصفح",
  since: "سُجّل الدخول {begun}، وآخر استخدام نحو {seen}",
  end: "تسجيل الخروج هناك",
  endAll: "تسجيل الخروج من كل الأماكن",
  endAllWhat: "وفي هذا المتصفح أيضًا. تبقى روابط الاستعادة والمشتريات في متصفحاتك.",
};
