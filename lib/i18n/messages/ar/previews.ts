import type { previews as en } from "@/lib/i18n/messages/en/previews";
import type { SameKeys } from "@/lib/i18n/words";

export const previews: SameKeys<typeof en> = {
  whatPeopleSee: "ما يراه الناس قبل الدفع",
  coverHelp:
    "اختيارية. يرى المشترون أولها وتظهر في المحادثات. ومن دونها تُعرض الصور مصغّرة وعليها علامة مائية. بصيغة JPEG أو PNG أو WebP أو GIF أو AVIF أو TIFF أو BMP، وبحجم {limit} على الأكثر لكل منها، وعددها {max} على الأكثر.",
  choose: "اختر غلافًا",
  addAnother: "أضف غلافًا آخر",
  remove: "أزل الغلاف {number}",
  earlier: "قدّم الغلاف {number}",
  later: "أخّر الغلاف {number}",
  saving: "جارٍ حفظ الغلاف…",
  saved: "الغلاف معروض الآن.",
  removed: "أُزيل الغلاف.",
  ordered: "الأغلفة بالترتيب الجديد.",
  tooLarge: "حجم هذه الصورة أكبر من {limit}.",
  coverOf: "غلاف «{title}»",
  coversOf: "أغلفة «{title}»",
  coverNumber: "الغلاف {number}",
};
