import type { bundles as en } from "@/lib/i18n/messages/en/bundles";
import type { SameKeys } from "@/lib/i18n/words";

export const bundles: SameKeys<typeof en> = {
  // the page of a bundle
  inside:
    "{count, plural, zero {# ملف تُباع معًا} one {ملف واحد} two {ملفان يُباعان معًا} few {# ملفات تُباع معًا} many {# ملفًا تُباع معًا} other {# ملف تُباع معًا}}",
  payOnce: "تدفع مرة واحدة، وتنزّل كل ملف وحده أو الكل في أرشيف واحد.",
  closed_withheld: "أغلقه مشغّل هذا الخادم",
  closed_suspended: "أوقف مشغّل هذا الخادم بيعه",
  closed_removed: "أزاله البائع",
  closed_gone: "لم يعد محفوظًا هنا",
  closed_ending: "ينهي مشغّل هذا الخادم تخزينه",
  manifest: "‏SHA-256 لقائمة الملفات",
  // what a buyer has
  allAsOne: "الكل في أرشيف واحد",
  oneByOne: "أو واحدًا واحدًا",
  getOne: "تنزيل {name}",
  getIt: "تنزيل",
  // selling
  filesTogether:
    "{count, plural, zero {# ملف معًا} one {ملف واحد} two {ملفان معًا} few {# ملفات معًا} many {# ملفًا معًا} other {# ملف معًا}}",
  titleOfAll: "العنوان",
  titleNeeded: "اكتب عنوانًا ليعرف المشتري ما سيحصل عليه.",
  tooMany: "يمكن بيع {max} ملف معًا على الأكثر. أزل بعضها، أو ضعها في أرشيف واحد.",
};
