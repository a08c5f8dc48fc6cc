import type { receipts as en } from "@/lib/i18n/messages/en/receipts";
import type { SameKeys } from "@/lib/i18n/words";

export const receipts: SameKeys<typeof en> = {
  title: "الإيصال",
  paid: "المدفوع",
  paidOn: "{amount} على {network} ({id})، {date}",
  file: "الملف",
  fileFacts: "{name}، {size}",
  fileFactsVersion: "{name}، {size}، الإصدار {version}",
  downloadUntil: "يمكن التنزيل حتى",
  transaction: "المعاملة",
  copyTransaction: "نسخ المعاملة",
  explorer: "شاهدها في مستكشف الكتل",
  block: "الكتلة {number}",
  from: "من (المشتري)",
  copyFrom: "نسخ عنوان الدافع",
  to: "إلى (البائع)",
  copyTo: "نسخ عنوان المستلم",
  hash: "بصمة SHA-256 للملف",
  copyHash: "نسخ SHA-256",
  refundTerms: "ردّ المبلغ، كما اتُّفق عليه عند الشراء",
  refundTermsNone: "يعود القرار إلى البائع: لم يَعِد بشيء.",
  refundTermsNoRefunds: "البائع لا يردّ المبالغ.",
  refundTermsIfFaulty: "وعد البائع بردّه إذا كان الملف تالفًا أو مخالفًا لوصفه.",
  refundTermsWithin14Days: "وعد البائع بردّه خلال 14 يومًا لأي سبب.",
  refund: "المبلغ المردود",
  refundOn: "{amount}، {date}",
  copyRefund: "نسخ معاملة الردّ",
  payment: "الدفعة",
  copyPayment: "نسخ معرّف الدفعة",
  // the page
  print: "اطبعه أو احفظه بصيغة PDF",
  saveJson: "احفظه بصيغة JSON",
  toFile: "اذهب إلى صفحة الملف",
  check: "تحقّق منه على السلسلة",
  checkHow:
    "يمكن التحقق من الدفعة دون الوثوق بهذا الموقع: احفظ الإيصال بصيغة JSON ثم شغّل هذا الأمر من Filekiosk، فهو يسأل الشبكة نفسها. ومع <code>--file</code> يقارن ملفك أيضًا.",
  copyCommand: "نسخ الأمر",
  noneTitle: "لا إيصال في الوقت الحالي",
  noneWhy:
    "ألغت الشبكة هذه الدفعة حين استبدلت بعض أحدث كتلها. قد تُدرَج فيها مجددًا، وعندها يظهر الإيصال هنا. ولا يتأثر الوصول إلى الملف.",
};
