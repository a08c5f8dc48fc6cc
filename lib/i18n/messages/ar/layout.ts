import type { layout as en } from "@/lib/i18n/messages/en/layout";
import type { SameKeys } from "@/lib/i18n/words";

export const layout: SameKeys<typeof en> = {
  headline: "بِع ملفًا برابط، والمشتري يدفع لك مباشرة.",
  skip: "انتقل إلى المحتوى",
  mainMenu: "القائمة الرئيسية",
  yourFiles: "ملفاتك",
  signIn: "دخول",
  myPurchases: "مشترياتي",
  language: "اللغة",
  runBy: "تدير هذا الخادم جهة {operator}",
  contact: "تواصل معنا",
  contactSubject: "سؤال عن Filekiosk",
  straight: "تذهب المدفوعات من المشتري إلى البائع مباشرة، ولا يحتفظ بها هذا الخادم أبدًا.",
  demoMoney: "عرض تجريبي: الدولارات هنا ليست حقيقية.",
  testMoney: "شبكة اختبار: الدولارات هنا ليست حقيقية.",
  notFoundTitle: "لا شيء هنا",
  notFound: "لا يوجد شيء هنا",
  notFoundWhy: "ربما انقطع جزء من الرابط عند نسخه. اطلب الرابط كاملًا ممن أرسله إليك.",
  toFrontPage: "انتقل إلى الصفحة الرئيسية",
};
