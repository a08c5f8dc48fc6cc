import type { complaints as en } from "@/lib/i18n/messages/en/complaints";
import type { SameKeys } from "@/lib/i18n/words";

export const complaints: SameKeys<typeof en> = {
  // the buyer
  problem: "هل هناك مشكلة في هذا الملف؟",
  intro:
    "اكتب إلى البائع. سيرى رسالتك وهذه الدفعة وعنوان المحفظة التي دفعت، ويمكنه أن يرسل إليك ملفًا آخر أو يردّ المبلغ.",
  contact: "يمكنك أيضًا التواصل مع البائع هنا: {contact}",
  text: "ما المشكلة؟",
  replyTo: "أين يمكن للبائع أن يرد عليك؟ (اختياري)",
  replyToHint: "بريد إلكتروني أو اسم في تطبيق محادثة. يصل إلى البائع وحده.",
  send: "أرسل إلى البائع",
  sent: "أُرسلت. سيراها البائع في لوحة التحكم.",
  sentNoReply: "لم تترك عنوانًا للرد، فعُد إلى هذه الصفحة بعد أيام.",
  tooOften: "وصلت رسائلك إلى البائع. يمكنك الكتابة ثلاث مرات في اليوم عن كل عملية شراء.",
  // the seller
  listTitle:
    "{count, plural, zero {لا رسائل من المشترين} one {مشترٍ واحد لديه مشكلة} two {رسالتان من مشترين لديهم مشكلة} few {# رسائل من مشترين لديهم مشكلة} many {# رسالة من مشترين لديهم مشكلة} other {# رسالة من مشترين لديهم مشكلة}}",
  about: "{file}، دُفع {price} من {payer}، {date}",
  answerTo: "الرد إلى: {contact}",
  noAnswer: "لم يترك المشتري عنوانًا للرد.",
  done: "ضع علامة «تم»",
  undo: "تراجع",
  markedDone: "وُضعت علامة «تم».",
  more: "هناك رسائل أخرى تظهر كلما أنهيت هذه.",
};
