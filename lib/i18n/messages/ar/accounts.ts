import type { accounts as en } from "@/lib/i18n/messages/en/accounts";
import type { SameKeys } from "@/lib/i18n/words";

export const accounts: SameKeys<typeof en> = {
  export: "المبيعات والمبالغ المردودة لدفاترك (CSV)",
  help: "كل عملية بيع ورد مبلغ بتاريخها ومبلغها وشبكتها ومعاملتها ومشتريها وما دفعه المشغّل لإرسالها. الأيام بالتوقيت العالمي. اترك اليوم فارغًا لتحصل عليها كلها.",
  from: "أول يوم",
  to: "آخر يوم",
  backwards: "اليوم الأخير قبل اليوم الأول.",
  download: "تنزيل CSV",
};
