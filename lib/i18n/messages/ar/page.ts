import type { page as en } from "@/lib/i18n/messages/en/page";
import type { SameKeys } from "@/lib/i18n/words";

export const page: SameKeys<typeof en> = {
  readMore: "اقرأ المزيد",
  wallet: "المحفظة {address}",
  ready: "لك في الحال: يبدأ التنزيل من تلقاء نفسه",
  exactly: "هذا السعر بالضبط: بلا رسوم شبكة وبلا حساب",
  refundNone: "ردّ المبلغ يعود إلى البائع",
  refundNoRefunds: "البائع لا يردّ المبالغ",
  refundIfFaulty: "يُردّ المبلغ إن كان الملف تالفًا أو مخالفًا للوصف",
  refundWithin14Days: "يُردّ المبلغ خلال 14 يومًا لأي سبب",
  keep: "يبقى لك",
  keepWhileKept: "لك ما دام محفوظًا هنا، حتى {date} على الأقل",
  downloadDays:
    "{count, plural, zero {لا يمكن تنزيله} one {يمكن تنزيله ليوم واحد} two {يمكن تنزيله ليومين} few {يمكن تنزيله لمدة # أيام} many {يمكن تنزيله لمدة # يومًا} other {يمكن تنزيله لمدة # يوم}}",
  downloadYears:
    "{count, plural, zero {لا يمكن تنزيله} one {يمكن تنزيله لسنة واحدة} two {يمكن تنزيله لسنتين} few {يمكن تنزيله لمدة # سنوات} many {يمكن تنزيله لمدة # سنة} other {يمكن تنزيله لمدة # سنة}}",
  saleUntil: "معروض للبيع حتى {date}",
  noWallet: "ليست لديك محفظة؟",
  noWalletWhy: "المحفظة تطبيق مجاني يحفظ دولاراتك الرقمية ويوقّع عنك. يستغرق إعدادها بضع دقائق، ومرة واحدة فقط:",
  noWalletGet: "احصل على محفظة: <link>أيّ محفظة، وكم يستغرق ذلك</link>",
  noWalletFill: "أضف إليها {price} من {token} على شبكة {network}",
  noWalletBack: "عُد إلى هذه الصفحة واضغط «ادفع»",
  boughtBefore: "هل اشتريته من قبل؟",
  boughtBeforeWhy: "لن تدفع مرتين.",
  boughtBeforeHere: "اضغط «ادفع» واختر المحفظة التي دفعت بها: ستوقّع، ولن يُخصم شيء.",
  boughtBeforeLink: "أو افتح رابط الاستعادة: يعمل على أي جهاز وبلا محفظة.",
  boughtBeforeAll: "أو اعرض <link>كل مشترياتك</link>.",
  about: "عن هذا الملف",
  version: "الإصدار",
  versionSince: "{number}، منذ {day}",
  published: "نُشر في",
  experts: "إثباتات وأوامر، للخبراء",
  lookAt: "عرض المطلوب (HTTP 402)",
  payWith: "الدفع من برنامج (x402)",
  payWithWhy: "يستطيع أي عميل x402 أن يدفع لهذا العنوان. باستخدام Node مثلًا، ومفتاح المحفظة الدافعة في PAYER_KEY:",
};
