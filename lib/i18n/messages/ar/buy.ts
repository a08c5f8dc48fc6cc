import type { buy as en } from "@/lib/i18n/messages/en/buy";
import type { SameKeys } from "@/lib/i18n/words";

export const buy: SameKeys<typeof en> = {
  paidIn: "{token} على {network}",
  pay: "ادفع {price}",
  opening: "جارٍ الفتح…",
  payOn: "الدفع على شبكة",
  notPayable: "لا يمكن الدفع مقابل هذا الملف على هذا الخادم الآن.",
  notPayableDetail: "يستطيع البائع إصلاح ذلك. عُد لاحقًا أو اكتب إليه (انظر أدناه).",
  partMissing: "تعذّر تحميل جزء الدفع من هذه الصفحة.",
  partMissingDetail: "لم يُخصم شيء. ستعيد هذه الصفحة المحاولة عند عودة الاتصال، ويمكنك أيضًا الضغط على «ادفع».",
  noScript: "يحتاج الدفع في هذه الصفحة إلى JavaScript.",
  noScriptDetail:
    "فعّله لهذه الصفحة ثم أعد تحميلها، أو افتح الرابط في متصفح آخر. ويستطيع برنامج أن يدفع من دونه: انظر الأوامر أدناه.",
  offline: "أنت غير متصل بالإنترنت.",
  offlineDownload:
    "ما اشتريته يبقى لك. سيواصل متصفحك التنزيل عند عودة الاتصال؛ فإن لم يفعل فاضغط «تنزيل» مجددًا، ولن يكلّفك ذلك شيئًا.",
  downloadFree: "تنزيل مجاني",
  freeUntil: "مجاني حتى {date}.",
};
