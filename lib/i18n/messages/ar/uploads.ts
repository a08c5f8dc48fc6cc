import type { uploads as en } from "@/lib/i18n/messages/en/uploads";
import type { SameKeys } from "@/lib/i18n/words";

export const uploads: SameKeys<typeof en> = {
  oneAtATime: "ملف واحد في كل مرة. ضع الملفات المتعددة في ملف مضغوط أولًا.",
  orChooseSeveral: "ملف أو أكثر، حتى {size}",
  orChooseOne: "حتى {size}",
  emptyFile: "«{name}» فارغ أو مجلد. اختر ملفًا فيه محتوى.",
  tooLarge: "حجم «{name}» هو {size}. يقبل هذا الخادم ملفات حتى {limit}. لم يُرسل شيء.",
  uploadingName: "جارٍ رفع {name}",
  sentOf: "{sent} من {size}",
  stoppedNoServer: "توقف الرفع: تعذّر الوصول إلى الخادم.",
  goOn: "متابعة",
  pause: "إيقاف مؤقت",
  remove: "إزالة",
  pauseName: "إيقاف رفع {name} مؤقتًا",
  goOnName: "متابعة رفع {name}",
  removeName: "إزالة {name}",
  cancelName: "إلغاء رفع {name}",
  checking: "جارٍ التحقق…",
  starting: "جارٍ البدء…",
  step_queued: "ينتظر دوره",
  step_paused: "متوقف مؤقتًا",
  step_interrupted: "انقطع",
  step_failed: "توقف",
  step_done: "تم الرفع",
  spokenUploading: "جارٍ رفع {name}.",
  spokenPercent: "رُفع {percent} بالمئة من {name}.",
  spokenState: "{name}: {state}.",
  wait_upload_scanning: "يجري فحص ملفك بحثًا عن برمجيات خبيثة، ثم تُستكمل الخطوة تلقائيًا.",
  wait_scanner_down:
    "ينتظر ملفك برنامج فحص البرمجيات الخبيثة على هذا الخادم، وهو لا يستجيب الآن. الملف محفوظ وستُستكمل الخطوة تلقائيًا. ويمكنك أيضًا العودة لاحقًا والضغط على الزر مجددًا.",
};
