import type { SameKeys } from "../../words";
import type { viewer as en } from "../en/viewer";

export const viewer: SameKeys<typeof en> = {
  region: "الملف مفتوحًا هنا",
  loading: "جارٍ فتح الملف…",
  cannotShow: "لا يستطيع هذا المتصفح عرض الملف. نزّله بدلًا من ذلك.",
  onlyStart: "يُعرض البداية فقط: {shown} من {size}. نزّل الملف لتحصل عليه كاملًا.",
  tryAgain: "حاول مجددًا",
};
