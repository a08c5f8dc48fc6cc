import type { mails as en } from "@/lib/i18n/messages/en/mails";
import type { SameKeys } from "@/lib/i18n/words";

export const mails: SameKeys<typeof en> = {
  sold: "تم البيع: {title}",
  soldText: "اشترى أحدهم {title} مقابل {amount} على شبكة {network}. دُفع المال مباشرة إلى {payTo}.",
  complaint: "كتب مشترٍ بشأن {title}",
  complaintText: "الرسالة وطريقة الرد عليها في لوحة التحكم.",
  refunded: "رُدّ المبلغ: {title}",
  refundedText: "أُعيد {amount} مقابل {title} إلى المشتري على شبكة {network}.",
  saleEnds:
    "{days, plural, zero {بقي # يوم: {title}} one {بقي يوم واحد: {title}} two {بقي يومان: {title}} few {بقيت # أيام: {title}} many {بقي # يومًا: {title}} other {بقي # يوم: {title}}}",
  saleEndsText: "{title} معروض للبيع حتى {date}. يمكنك تمديد البيع في لوحة التحكم.",
  storageEnds:
    "{days, plural, zero {يُحفظ # يوم بعد: {title}} one {يُحفظ يومًا واحدًا بعد: {title}} two {يُحفظ يومين بعد: {title}} few {يُحفظ # أيام بعد: {title}} many {يُحفظ # يومًا بعد: {title}} other {يُحفظ # يوم بعد: {title}}}",
  storageEndsText: "{title} محفوظ حتى {date}، ثم تُحذف بياناته. يمكنك عرضه للبيع من جديد في لوحة التحكم.",
  keptEndsText: "{title} محفوظ حتى {date}، ثم تُحذف بياناته. يمكنك أنت أو أي شخص آخر دفع ثمن مدة إضافية في صفحته.",
  domainMissing: "{domain}: السجلّ مفقود",
  domainMissingText:
    "لم يُعثر على سجلّ DNS الذي يثبت أن {domain} لك. إن لم يعُد قبل {date} فلن يرى المشترون هذا النطاق بجانب اسمك.",
  domainWithdrawn: "لم يعُد {domain} معروضًا",
  domainWithdrawnText:
    "ظلّ سجلّ DNS الذي كان يثبت أن {domain} لك مفقودًا، فلم يعُد المشترون يرون هذا النطاق بجانب اسمك. أعِد السجلّ ثم تحقّق منه في الإعدادات لإثبات النطاق من جديد.",
  storageEnded: "ينتهي الحفظ: {title}",
  storageEndedText:
    "يتوقف مشغّل هذا المتجر عن حفظ {title} في {date}. عندها تُحذف بياناته، إلا للمشترين الذين ما زال بإمكانهم تنزيله. لا يمكن لأحد دفع ثمن مدة إضافية.",
  bytesLost: "فُقد: {title}",
  bytesLostText: "فقد هذا المتجر بيانات من {title}. لم يعد معروضًا للبيع، ولا يمكن تنزيل ما فُقد.",
  paidBack: "يدين المشغّل بما دُفع مقابل الأيام غير المستخدمة، ويعيده إلى المحافظ التي دفعت.",
  suspended: "أُوقف: {title}",
  suspendedText: "أوقف مشغّل هذا المتجر بيع {title}. الأسباب وطريقة الاعتراض في لوحة التحكم.",
  withheld: "حُجب: {title}",
  withheldText: "أغلق مشغّل هذا المتجر {title} أمام الجميع، بمن فيهم المشترون. الأسباب وطريقة الاعتراض في لوحة التحكم.",
  lifted: "متاح من جديد: {title}",
  liftedText: "ألغى مشغّل هذا المتجر قرارًا سابقًا بشأن {title}.",
  deleted: "حُذف: {title}",
  deletedText: "حذف مشغّل هذا المتجر {title}. الأسباب وطريقة الاعتراض في لوحة التحكم.",
  sellerSuspended: "أُوقفت مبيعاتك",
  sellerSuspendedText: "أوقف مشغّل هذا المتجر كل مبيعاتك. الأسباب وطريقة الاعتراض في لوحة التحكم.",
  sellerLifted: "يمكنك البيع من جديد",
  sellerLiftedText: "ألغى مشغّل هذا المتجر إيقاف مبيعاتك.",
  reportDecided: "بُتَّ في بلاغك {number}",
  reportDecidedText:
    "لقد أبلغت عن ملف على {shop}، وقد اتخذ مشغّله قرارًا بشأنه. الأسباب وطريقة الاعتراض موجودة في صفحة حالة البلاغ {number}: استخدم الرابط الذي حصلت عليه.",
  appealDecided: "بُتَّ في اعتراضك",
  appealReversedText: "غيّر مشغّل هذا المتجر القرار. الأسباب موجودة في لوحة التحكم.",
  appealUpheldText: "أبقى مشغّل هذا المتجر على القرار. الأسباب موجودة في لوحة التحكم.",
  toDashboard: "افتح لوحة التحكم",
  confirm: "أكِّد هذا العنوان",
  confirmText:
    "أدخل أحدهم هذا العنوان في {shop} لتصله أخبار ملفاته المعروضة هناك. إن كنت أنت، فأكِّده خلال 24 ساعة. وإلا فلا تفعل شيئًا: لن يصلك المزيد.",
  confirmAction: "أكِّد",
  yourFile: "ملفك: {title}",
  yourFileText:
    "أدخل شخص اشترى {title} من {shop} هذا العنوان. يفتح الرابط الملف مرة واحدة خلال 24 ساعة. وفتحه يؤكّد العنوان: عندها نخبرك أيضًا بأي نسخة جديدة، وبأي جواب من البائع، وبأي ردّ للمبلغ، وقبل انتهاء مدة التنزيل.",
  yourFileNot: "إن لم تكن أنت، فلا تفعل شيئًا: لن يصلك المزيد.",
  openFile: "افتح الملف",
  newVersion: "نسخة جديدة من {title}",
  newVersionText: "استبدل البائع {title} الذي اشتريته. يفتح الرابط النسخة الجديدة مرة واحدة خلال 24 ساعة.",
  downloadEnds: "تنتهي مدة تنزيل {title} قريبًا",
  downloadEndsText: "يمكنك تنزيل {title} حتى {date}. يفتحه الرابط مرة واحدة خلال 24 ساعة.",
  newLink: "رابط جديد إلى {title}",
  newLinkText: "يفتح الرابط {title} مرة واحدة خلال 24 ساعة.",
  answered: "ردّ عليك بائع {title}",
  answeredText: "كتبت إلى بائع {title} الذي اشتريته من {shop}. يفتح الرابط الملف مرة واحدة خلال 24 ساعة، والرد أسفله.",
  answeredElsewhere:
    "كتبت إلى بائع {title} الذي اشتريته من {shop}. سجّل الدخول إلى «مشترياتي» بالمحفظة التي دفعت لقراءة الرد.",
  toPurchases: "افتح «مشترياتي»",
  yourRefund: "ردّ مبلغ {title}",
  yourRefundText: "أعاد البائع {amount} مقابل {title} على شبكة {network}. المعاملة: {transaction}",
  closedFile: "مغلق حاليًا: {title}",
  closedFileText:
    "أغلق مشغّل هذا المتجر {title} الذي اشتريته، فلا يمكن لأحد تنزيله. مدة التنزيل متوقفة في هذه الأثناء. لاسترداد المبلغ تواصل مع البائع؛ صفحة الملف توضح كيف.",
  openAgain: "مفتوح من جديد: {title}",
  openAgainText: "يمكنك تنزيل {title} من جديد، وقد أضيف الوقت الضائع.",
  toFile: "إلى صفحة الملف",
  reports:
    "{count, plural, zero {لا بلاغات جديدة} one {بلاغ جديد} two {بلاغان جديدان} few {# بلاغات جديدة} many {# بلاغًا جديدًا} other {# بلاغ جديد}}",
  reportsText:
    "{count, plural, zero {لا شيء ينتظر} one {بلاغ أو اعتراض ينتظر} two {بلاغان أو اعتراضان ينتظران} few {# بلاغات أو اعتراضات تنتظر} many {# بلاغًا أو اعتراضًا تنتظر} other {# بلاغ أو اعتراض تنتظر}} قرارك.",
  toOperator: "افتح صفحة المشغّل",
  gasLow: "الغاز منخفض على {place}",
  gasLowText:
    "حساب الغاز على {place} شبه فارغ. وحين يفرغ تتوقف المبيعات هناك. يبيّن `npm run doctor` ما تبقّى وإلى أين ترسل المزيد.",
  budgetSpent: "نفدت ميزانية: {place}",
  budgetSpentText:
    "بُلغ حدّ من حدود آخر 24 ساعة ({place})، فتُرفض بعض المبيعات إلى أن يتّسع. يبيّن `npm run doctor` أيّ حدّ ولماذا.",
  salesPaused: "المبيعات متوقفة على {place}",
  salesPausedText: "لا يمكن تسوية شيء على {place} الآن، فلا يُطلب من أحد الدفع هناك. يبيّن `npm run doctor` السبب.",
  diskLow: "القرص شبه ممتلئ",
  diskLowText: "قريبًا لن يستطيع أحد الرفع، ثم تتوقف المبيعات. يبيّن `npm run doctor` المساحة المتبقية.",
  backupOld: "لا توجد نسخة احتياطية حديثة",
  backupOldText: "ما بيع أو نُشر منذ آخر نسخة موجود على هذا القرص فقط. يبيّن `npm run doctor` ما العمل.",
  settlementStuck: "مدفوعات عالقة على {place}",
  settlementStuckText:
    "تعذّرت معرفة مصير مدفوعات على {place} مع أن مدتها انتهت. ربما دفع أحدهم وهو ينتظر. يبيّن `npm run doctor` ما يجب فحصه.",
  testMail: "تجربة",
  testMailText: "إن كنت تقرأ هذا، فإن {shop} يستطيع إرسال البريد.",
  whySeller: "طلبت هذا من {shop} في لوحة التحكم.",
  whyBuyer: "تركت هذا العنوان في {shop} بعد الشراء.",
  whyReporter: "تركت هذا العنوان على {shop} عند الإبلاغ عن ملف. لن تصلك أي رسالة أخرى.",
  stop: "لا ترسلوا لي المزيد",
  moment: "{day} الساعة {time} UTC",
};
