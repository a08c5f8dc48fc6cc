import type { embeds as english } from "@/lib/i18n/messages/en/embeds";
import type { SameKeys } from "@/lib/i18n/words";

export const embeds: SameKeys<typeof english> = {
  buy: "اشترِ بسعر {price}",
  get: "احصل عليه مجانًا",
  title: "اعرضه في موقعك",
  why: "شيفرة HTML بسيطة بلا برمجيات: الصقها حيث يقبل موقعك HTML.",
  button: "زر",
  buttonWords: "اشترِ «{title}»",
  picture: "صورة مع السعر، محدّثة دائمًا",
  frame: "بطاقة فيها الصورة والمعلومات والسعر",
  copy: "انسخ HTML: {what}",
  oembed: "المواقع التي تقرأ oEmbed تصنع البطاقة من الرابط وحده.",
};
