import type { shop as en } from "@/lib/i18n/messages/en/shop";
import type { SameKeys } from "@/lib/i18n/words";

export const shop: SameKeys<typeof en> = {
  title: "ملفات معروضة للبيع",
  empty: "لا شيء معروض هنا بعد.",
  noMore: "لا توجد ملفات أقدم.",
  pages: "صفحات القائمة",
  newest: "أحدث الملفات",
  older: "ملفات أقدم",
  free: "مجاني",
};
