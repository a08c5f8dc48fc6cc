import type { SameKeys } from "../../words";
import type { previews as en } from "../en/previews";

export const previews: SameKeys<typeof en> = {
  coverHelp:
    "اختيارية. يراها المشترون وتظهر في المحادثات. ومن دونها تُعرض الصور مموّهة. بصيغة JPEG أو PNG أو WebP أو GIF أو AVIF أو TIFF، وبحجم {limit} على الأكثر.",
  choose: "اختر غلافًا",
  change: "غيّر الغلاف",
  remove: "أزل الغلاف",
  saving: "جارٍ حفظ الغلاف…",
  saved: "الغلاف معروض الآن.",
  removed: "أُزيل الغلاف.",
  tooLarge: "حجم هذه الصورة أكبر من {limit}.",
  coverOf: "غلاف «{title}»",
};
