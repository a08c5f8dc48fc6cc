import type { facts as english } from "@/lib/i18n/messages/en/facts";
import type { SameKeys } from "@/lib/i18n/words";

export const facts: SameKeys<typeof english> = {
  pixels: "{width} × {height} بكسل",
  frames: "{count, plural, zero {# إطار} one {إطار واحد} two {إطاران} few {# إطارات} many {# إطارًا} other {# إطار}}",
  pages: "{count, plural, zero {# صفحة} one {صفحة واحدة} two {صفحتان} few {# صفحات} many {# صفحة} other {# صفحة}}",
  millimetres: "{width} × {height} مم",
  letter: "Letter",
  legal: "Legal",
  author: "{author}",
  chapters: "{count, plural, zero {# فصل} one {فصل واحد} two {فصلان} few {# فصول} many {# فصلًا} other {# فصل}}",
  bitRate: "{rate} كيلوبت/ث",
  sampleRate: "{rate} كيلوهرتز",
  bitDepth: "{bits} بت",
  mono: "أحادي",
  stereo: "ستيريو",
  channels: "{count, plural, zero {# قناة} one {قناة واحدة} two {قناتان} few {# قنوات} many {# قناة} other {# قناة}}",
  points: "{width} × {height}",
  frameRate: "{rate} صورة في الثانية",
  files: "{count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}",
  unpacked: "{size} بعد فك الضغط",
  lines: "{count, plural, zero {# سطر} one {سطر واحد} two {سطران} few {# أسطر} many {# سطرًا} other {# سطر}}",
  columns: "{count, plural, zero {# عمود} one {عمود واحد} two {عمودان} few {# أعمدة} many {# عمودًا} other {# عمود}}",
  encrypted: "محميّ بكلمة مرور",
  damaged: "تالف",
};
