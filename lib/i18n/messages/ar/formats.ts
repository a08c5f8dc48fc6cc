import type { formats as en } from "@/lib/i18n/messages/en/formats";
import type { SameKeys } from "@/lib/i18n/words";

export const formats: SameKeys<typeof en> = {
  someCodecs: "لا تستطيع كل المتصفحات تشغيل {what}. إن لم يستطع متصفحك فنزّل الملف وافتحه بتطبيق يستطيع ذلك.",
  noCodecs: "لا تستطيع المتصفحات تشغيل {what}. نزّل الملف وافتحه بتطبيق يستطيع ذلك.",
  someFormat: "لا تستطيع كل المتصفحات فتح هذا النوع من الملفات. إن لم يستطع متصفحك فنزّله وافتحه بتطبيق يستطيع ذلك.",
  noFormat: "لا تستطيع المتصفحات فتح هذا النوع من الملفات. نزّله وافتحه بتطبيق يستطيع ذلك.",
};
