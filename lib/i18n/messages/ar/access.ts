import type { access as en } from "@/lib/i18n/messages/en/access";
import type { SameKeys } from "@/lib/i18n/words";

export const access: SameKeys<typeof en> = {
  cookiesBlocked:
    "متصفحك يحظر ملفات تعريف الارتباط، لذا ستنسى هذه الصفحة ما اشتريته حين تغادرها أو تعيد تحميلها. احتفظ برابط الاسترداد.",
  // what a buyer has
  leaveAddress: "أرسلوا لي رابطًا بالبريد",
  paid: "تم الدفع. شكرًا لك.",
  again: "هذا الملف لديك بالفعل، ولم يُخصم شيء.",
  bought: "لقد اشتريت هذا الملف.",
  gift: "أهداك البائع هذا الملف.",
  refunded: "ردّ البائع دفعتك، وما زال بإمكانك تنزيل الملف.",
  download: "تنزيل",
  startsItself: "يبدأ التنزيل تلقائيًا. إن لم يبدأ، فاضغط على «تنزيل».",
  until: "يمكن التنزيل حتى {date}.",
  asLongAsKept: "يمكن التنزيل ما دام الملف محفوظًا هنا: حتى {date}، أو بعد ذلك إن دُفع ثمن مدة أطول.",
  forGood: "يمكن التنزيل متى شئت، بلا تاريخ انتهاء.",
  calendar: "أضف إلى التقويم",
  calendarTitle: "آخر موعد لتنزيل: {title}",
  calendarText:
    "افتح صفحة الملف في المتصفح الذي دفعت منه، أو استخدم رابط الاستعادة، أو سجّل الدخول إلى «مشترياتي» بالمحفظة التي دفعت بها.",
  // versions
  newVersion: "أضاف البائع إصدارًا جديدًا في {date}. زر «تنزيل» يجلب الإصدار {number}، {name}، {size}.",
  version: "الإصدار {number}، {size}، {date}",
  versionPaid: "الإصدار {number}، وهو الذي دفعت ثمنه، {size}، {date}",
  getVersion: "نزّل الإصدار {number}",
  ownVersion: "اشتريت الإصدار {number}: {name}، {size}. وعرض البائع بعده إصدارًا آخر للبيع، ويبقى إصدارك لك.",
  // receipt
  receipt: "الإيصال",
  receiptLoading: "جارٍ التحميل…",
  receiptFailed: "تعذّر تحميل الإيصال. أغلق هذا القسم وافتحه لتحاول مجددًا.",
  receiptPage: "اطبع هذا الإيصال أو احفظه أو تحقّق منه",
  // recovery link
  recovery: "رابط الاستعادة",
  keepLink: "احتفظ بهذا الرابط: يفتح ملفك على أي جهاز بلا محفظة. ومن يملكه يستطيع التنزيل أيضًا.",
  send: "أرسله إلى نفسي",
  copyLink: "نسخ رابط الاستعادة",
  otherDevice: "افتحه على جهاز آخر",
  linkQr: "رمز QR لرابط الاستعادة",
  inApp: "قد لا يستطيع هذا التطبيق حفظ الملفات",
  inAppNamed: "قد لا يستطيع {app} حفظ الملفات",
  inAppHow: "أرسل رابط الاستعادة إلى نفسك وافتحه في متصفح هاتفك: هناك يُنزَّل الملف بلا محفظة.",
  phoneBrowser: "افتحه في متصفح الهاتف",
  // troubles of a download
  noAccess: "لم يعد لهذا المتصفح حق الوصول إلى الملف.",
  noAccessDetail:
    "افتح رابط الاستعادة، أو سجّل الدخول إلى <link>مشترياتي</link> بالمحفظة التي دفعت بها. لن تدفع مرة أخرى.",
  confirming: "نؤكّد دفعتك الآن، ولن يُخصم منك مرتين.",
  confirmingDetail: "حاول مجددًا بعد لحظات.",
  unreachable: "تعذّر الوصول إلى الخادم.",
  unreachableDetail: "تحقّق من اتصالك وحاول مجددًا.",
  // open here
  openHere: "افتحه هنا",
  closeHere: "إغلاق",
};
