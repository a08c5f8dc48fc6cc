import type { legal as en } from "@/lib/i18n/messages/en/legal";
import type { SameKeys } from "@/lib/i18n/words";

export const legal: SameKeys<typeof en> = {
  imprint: "بيانات المشغّل",
  terms: "الشروط",
  privacy: "الخصوصية",
  waiver: "أوافق على أن يبدأ التنزيل فورًا، وأعلم أنني أفقد حقي في العدول عن الشراء متى بدأ.",
};
