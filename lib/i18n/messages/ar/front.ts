import type { front as en } from "@/lib/i18n/messages/en/front";
import type { SameKeys } from "@/lib/i18n/words";

export const front: SameKeys<typeof en> = {
  zero: "0%",
  zeroWords: "يُقتطع من كل بيع: يدفع المشتري إلى محفظتك مباشرة",
  lowestWords: "هو أدنى سعر: بلا حد أدنى للبطاقة وبلا رسوم",
  largestWords: "للملف الواحد، يُرسل على أجزاء لا يضيّعها انقطاع الاتصال",
  exampleAlt: "مثال لصفحة جاهزة كما تظهر على هاتف",
  exampleTitle: "حصاد هادئ",
  exampleWords: "رواية قصيرة في اثنتي عشرة رسالة. PDF، 148 صفحة.",
  exampleSeller: "نور حدّاد",
  exampleReady: "لك في الحال",
  exampleFee: "بلا رسوم وبلا حساب",
  examplePay: "ادفع {price}",
  exampleNote: "صفحتك، جاهزة في دقيقة",
  needTitle: "ما يحتاج إليه المشتري",
  walletTitle: "محفظة",
  walletWords: "تطبيق مجاني أو إضافة للمتصفح. وتساعد الصفحة من ليست لديه محفظة.",
  moneyTitle: "{token}، دولارات رقمية",
  moneyWords: "بقدر السعر، على شبكة {network}. ولا توجد رسوم شبكة.",
  signTitle: "توقيع واحد",
  signWords: "بلا حساب وبلا بطاقة. ويبدأ التنزيل بعد ثوانٍ.",
  programs: "وتستطيع البرامج الشراء أيضًا: الرابط نفسه صفحة للناس، ويخبر عملاء x402 بالسعر.",
};
