import type { facts as english } from "@/lib/i18n/messages/en/facts";
import type { SameKeys } from "@/lib/i18n/words";

export const facts: SameKeys<typeof english> = {
  pixels: "{width} × {height} pixels",
  frames: "{count, plural, one {# image} other {# images}}",
  pages: "{count, plural, one {# page} other {# pages}}",
  millimetres: "{width} × {height} mm",
  letter: "Lettre US",
  legal: "Légal US",
  author: "{author}",
  chapters: "{count, plural, one {# chapitre} other {# chapitres}}",
  bitRate: "{rate} kbit/s",
  sampleRate: "{rate} kHz",
  bitDepth: "{bits} bits",
  mono: "mono",
  stereo: "stéréo",
  channels: "{count, plural, one {# canal} other {# canaux}}",
  points: "{width} × {height}",
  frameRate: "{rate} images par seconde",
  files: "{count, plural, one {# fichier} other {# fichiers}}",
  unpacked: "{size} une fois décompressé",
  lines: "{count, plural, one {# ligne} other {# lignes}}",
  columns: "{count, plural, one {# colonne} other {# colonnes}}",
  encrypted: "protégé par mot de passe",
  damaged: "endommagé",
};
