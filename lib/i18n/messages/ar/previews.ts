import type { previews as en } from "@/lib/i18n/messages/en/previews";
import type { SameKeys } from "@/lib/i18n/words";

export const previews: SameKeys<typeof en> = {
  coverHelp:
    "اختيارية. يراها المشترون وتظهر في المحادثات. ومن دونها تُعرض الصور مصغّرة وعليها علامة مائية. بصيغة JPEG أو PNG أو WebP أو GIF أو AVIF أو TIFF أو BMP، وبحجم {limit} على الأكثر.",
  choose: "اختر غلافًا",
  change: "غيّر الغلاف",
  remove: "أزل الغلاف",
  saving: "جارٍ حفظ الغلاف…",
  saved: "الغلاف معروض الآن.",
  removed: "أُزيل الغلاف.",
  tooLarge: "حجم هذه الصورة أكبر من {limit}.",
  coverOf: "غلاف «{title}»",
};
