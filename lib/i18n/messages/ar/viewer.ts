import type { viewer as en } from "@/lib/i18n/messages/en/viewer";
import type { SameKeys } from "@/lib/i18n/words";

export const viewer: SameKeys<typeof en> = {
  region: "الملف مفتوحًا هنا",
  loading: "جارٍ فتح الملف…",
  cannotShow: "لا يستطيع هذا المتصفح عرض الملف. نزّله بدلًا من ذلك.",
  onlyStart: "تُعرض البداية فقط: {shown} من {size}. نزّل الملف لتحصل عليه كاملًا.",
  pdfPages: "صفحات {name}",
  pdfPage: "الصفحة {number} من {count}",
  pdfZoomIn: "تكبير",
  pdfZoomOut: "تصغير",
  pdfZoom: "{percent}%",
  pdfPageBroken: "لا يمكن عرض هذه الصفحة. نزّل الملف لتراها.",
  pdfOnlyStart: "تُعرض أول {shown} صفحة من أصل {count} فقط. نزّل الملف لتحصل عليها كلها.",
  pdfPassword: "يطلب ملف PDF هذا كلمة مرور. نزّله وافتحه في قارئ PDF.",
  pdfBroken: "ملف PDF هذا تالف، أو لا تستطيع هذه الصفحة عرضه. نزّله بدلًا من ذلك.",
  pdfLost: "انقطع الاتصال أثناء قراءة ملف PDF. لم يضِع شيء: حاول مجددًا أو نزّله.",
  tryAgain: "حاول مجددًا",
};
