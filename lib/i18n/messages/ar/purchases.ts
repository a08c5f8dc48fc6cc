import type { purchases as en } from "@/lib/i18n/messages/en/purchases";
import type { SameKeys } from "@/lib/i18n/words";

export const purchases: SameKeys<typeof en> = {
  title: "مشترياتي",
  signInWhy:
    "سجّل الدخول بالمحفظة التي دفعت بها لترى كل ما اشترته هنا. توقيع واحد: بلا كلمة مرور وبلا حساب، ولا ينتقل أي مال.",
  signIn: "اربط المحفظة وسجّل الدخول",
  noWallet: "هل دفعت من جهاز آخر؟ رابط الاستعادة يفتح الملف بلا محفظة.",
  chooseWallet: "اختر المحفظة التي دفعت بها",
  loading: "جارٍ تحميل مشترياتك…",
  tryAgain: "حاول مجددًا",
  failed: "تعذّر تحميل مشترياتك.",
  signedIn: "سجّلت الدخول بـ {address}",
  signOut: "تسجيل الخروج",
  oneNetwork:
    "هذه المحفظة عقد ذكي، لذا لا يظهر إلا ما اشترته على {network}. لشبكة أخرى، حوّل المحفظة إليها وسجّل الدخول مجددًا.",
  empty: "لم تشترِ هذه المحفظة شيئًا هنا بعد.",
  emptyWhy: "هل دفعت بمحفظة أخرى؟ سجّل الخروج واختَرها. ومع رابط الاستعادة لا تحتاج إلى محفظة.",
  older: "اعرض المشتريات الأقدم",
  // one purchase
  facts: "{price} على {network}، {date}",
  fileFacts: "{name}، {size}",
  state_settled: "مدفوع",
  state_confirming: "قيد التأكيد",
  state_reverted: "ألغتها الشبكة",
  state_refunded: "رُدّ المبلغ",
  access_open: "يمكن التنزيل حتى {date}.",
  access_forGood: "يمكن التنزيل متى شئت، بلا تاريخ انتهاء.",
  access_waiting: "نؤكّد دفعتك الآن، ولن يُخصم منك مرتين. وسيُفتح الملف هنا تلقائيًا.",
  access_ended: "انتهت مدة التنزيل في {date}.",
  access_gone: "لم يعد هذا الملف محفوظًا هنا. ويبقى الإيصال متاحًا.",
  access_revoked: "أنهى البائع حق الوصول هذا.",
  downloadNamed: "تنزيل {title}",
  receipt: "الإيصال",
  newLink: "رابط استعادة جديد",
  newLinkWhy:
    "لا يمكن عرض الرابط القديم مجددًا، فأنت وحدك من كان يملكه. الرابط الجديد يفتح الملف على أي جهاز حتى الموعد نفسه.",
  endOthers: "أوقف أيضًا الروابط السابقة والمتصفحات التي فتحتها",
  makeLink: "أنشئ رابطًا جديدًا",
  linksSpent: "أنشأت خمسة روابط لهذه العملية خلال يوم. وما لديك منها ما زال يعمل.",
  back: "العودة إلى مشترياتي",
};
