import type { fields as en } from "@/lib/i18n/messages/en/fields";
import type { SameKeys } from "@/lib/i18n/words";

export const fields: SameKeys<typeof en> = {
  required: "املأ هذا الحقل.",
  invalid: "لا يمكن استخدام هذه القيمة.",
  unknown_field: "هذا الحقل غير معروف هنا.",
  too_long: "{max} حرفًا على الأكثر.",
  too_small: "{min} على الأقل.",
  too_large: "{max} على الأكثر.",
  date_format: "اختر يومًا.",
  date_past: "اختر اليوم أو يومًا لاحقًا.",
  date_too_far: "اختر يومًا خلال {days} يومًا من اليوم.",
  date_needed: "اختر يومًا: لا يمكن أن يبقى ملف معروضًا هنا بلا نهاية.",
  price_format: "اكتب السعر بالدولار بست منازل عشرية على الأكثر، مثل 0.50.",
  price_too_low: "أدنى سعر هنا هو {price}.",
  price_too_low_on: "أدنى سعر على شبكة {network} هو {price}.",
  price_too_high: "أعلى سعر هو {price}.",
  title_unreadable: "يجب أن يحتوي العنوان على أحرف مقروءة.",
  name_like_address: "يجب ألا يشبه الاسم عنوان محفظة.",
  contact_email: "اكتب عنوان البريد الإلكتروني وحده.",
  contact_kind: "اكتب بريدًا إلكترونيًا، أو عنوانًا يبدأ بـ ‎https://‎، أو اسمًا مثل ‎@noor‎.",
  contact_address: "لا يمكن استخدام هذا العنوان. اكتبه هكذا: ‎https://example.com/you‎.",
  address_format: "اكتب العنوان هكذا: ‎0x‎ ثم 40 رقمًا ستّ عشريًا.",
  address_checksum: "في هذا العنوان خطأ كتابي: مجموع التحقق (الأحرف الكبيرة والصغيرة) غير مطابق. انسخه من جديد.",
  address_unowned: "لا يملك أحد هذا العنوان: المال المرسل إليه يضيع.",
  address_contract: "هذا عنوان عقد لا عنوان محفظة: المال المرسل إليه يضيع.",
  address_of_server: "هذا الحساب يدفع رسوم الشبكة لهذا الخادم. اختر محفظة تملكها أنت.",
};
