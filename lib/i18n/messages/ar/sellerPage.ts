import type { sellerPage as en } from "@/lib/i18n/messages/en/sellerPage";
import type { SameKeys } from "@/lib/i18n/words";

export const sellerPage: SameKeys<typeof en> = {
  unverified: "هذا الاسم غير مُتحقَّق منه.",
  domain: "{domain} ✓ (مُثبَت عبر DNS)",
  wallet: "المحفظة {address}",
  files:
    "{count, plural, zero {لا شيء معروض في القائمة} one {ملف واحد للبيع} two {ملفان للبيع} few {# ملفات للبيع} many {# ملفًا للبيع} other {# ملف للبيع}}",
  empty: "لا يعرض هذا البائع أي ملف في قائمته. والملفات التي تُباع برابطها وحده لا تظهر هنا.",
  stopped: "أوقف مشغّل هذا الخادم مبيعات هذا البائع.",
  stoppedShort: "المبيعات موقوفة",
  cardAlt: "ما يبيعه {name}",
};
