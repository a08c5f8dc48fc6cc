import type { SameKeys } from "../../words";
import type { ui as en } from "../en/ui";

export const ui: SameKeys<typeof en> = {
  brokenTitle: "حدث خطأ من جانبنا",
  brokenWhy: "لم يُخصم شيء بفتح هذه الصفحة. حاول مجددًا بعد لحظات.",
  tryAgain: "حاول مجددًا",
  bytes: "{count, plural, zero {0 بايت} one {بايت واحد} two {بايتان} few {# بايتات} many {# بايتًا} other {# بايت}}",
  kilobytes: "{size} كيلوبايت",
  megabytes: "{size} ميغابايت",
  gigabytes: "{size} غيغابايت",
  terabytes: "{size} تيرابايت",
  perSecond: "{size}/ث",
  fewSecondsLeft: "بقيت ثوانٍ قليلة",
  secondsLeft: "{count, plural, few {بقيت # ثوانٍ} other {بقيت # ثانية}}",
  minutesLeft:
    "{count, plural, one {بقيت دقيقة واحدة} two {بقيت دقيقتان} few {بقيت # دقائق} many {بقيت # دقيقة} other {بقيت # دقيقة}}",
  hoursLeft: "الوقت المتبقي: {hours} س",
  hoursMinutesLeft: "الوقت المتبقي: {hours} س و{minutes} د",
  daysLeft: "{count, plural, one {بقي يوم واحد} two {بقي يومان} few {بقيت # أيام} many {بقي # يومًا} other {بقي # يوم}}",
  moment: "{day} الساعة {time}",
  shortMoment: "{day}، {time}",
  ebook: "كتاب إلكتروني",
  archive: "ملف مضغوط",
  image: "صورة",
  audio: "صوت",
  video: "فيديو",
  text: "نص",
  font: "خط",
  extensionFile: "ملف {extension}",
  file: "ملف",
};
