import type { SameKeys } from "../../words";
import type { receipts as en } from "../en/receipts";

export const receipts: SameKeys<typeof en> = {
  title: "الإيصال",
  paid: "المدفوع",
  paidOn: "{amount} على {network} ({id})، {date}",
  file: "الملف",
  fileFacts: "{name}، {size}",
  fileFactsVersion: "{name}، {size}، الإصدار {version}",
  downloadUntil: "يمكن التنزيل حتى",
  transaction: "المعاملة",
  copyTransaction: "انسخ المعاملة",
  explorer: "شاهدها في مستكشف الكتل",
  block: "الكتلة {number}",
  from: "من (المشتري)",
  copyFrom: "انسخ عنوان الدافع",
  to: "إلى (البائع)",
  copyTo: "انسخ عنوان المستلم",
  hash: "بصمة SHA-256 للملف",
  copyHash: "انسخ SHA-256",
  refundTerms: "ردّ المبلغ، كما اتُّفق عليه عند الشراء",
  refundTermsNone: "يعود القرار إلى البائع: لم يَعِد بشيء.",
  refundTermsNoRefunds: "البائع لا يردّ المبالغ.",
  refundTermsIfFaulty: "وعد البائع بردّه إذا كان الملف معطوبًا أو مخالفًا لوصفه.",
  refundTermsWithin14Days: "وعد البائع بردّه خلال 14 يومًا لأي سبب.",
  refund: "المبلغ المُعاد",
  refundOn: "{amount}، {date}",
  copyRefund: "انسخ معاملة الاسترداد",
  payment: "الدفعة",
  copyPayment: "انسخ معرّف الدفعة",
  // the page
  print: "اطبعه أو احفظه بصيغة PDF",
  saveJson: "احفظه بصيغة JSON",
  toFile: "اذهب إلى صفحة الملف",
  check: "تحقّق منه على السلسلة",
  checkHow:
    "يمكن التحقق من الدفعة دون الوثوق بهذا الموقع: احفظ الإيصال بصيغة JSON ثم شغّل هذا الأمر من Filekiosk، فهو يسأل الشبكة نفسها. ومع <code>--file</code> يقارن ملفك أيضًا.",
  copyCommand: "انسخ الأمر",
  noneTitle: "لا إيصال في الوقت الحالي",
  noneWhy:
    "سحبت الشبكة هذه الدفعة حين استبدلت بعض كتلها الأحدث. قد تعود من تلقاء نفسها، وعندها يظهر الإيصال هنا. ويبقى حق الوصول إلى الملف.",
};
