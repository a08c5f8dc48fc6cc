/**
 * The languages of the pages. `tag` is for `Intl`: days before months in English, and Latin digits in Arabic, which
 * every reader of prices knows.
 */
export const locales = {
  en: { name: "English", dir: "ltr", tag: "en-GB" },
  fr: { name: "Français", dir: "ltr", tag: "fr-FR" },
  ar: { name: "العربية", dir: "rtl", tag: "ar-u-nu-latn" },
} as const;

export type Locale = keyof typeof locales;

/** The language for readers who prefer none of ours. */
export const DEFAULT_LOCALE: Locale = "en";

export const localeNames = Object.keys(locales) as Locale[];

/** True when the text names one of our languages. */
export function isLocale(text: unknown): text is Locale {
  return typeof text === "string" && Object.hasOwn(locales, text);
}

/** The language that the page in this browser was written in. In the browser only. */
export function pageLocale(): Locale {
  const { lang } = document.documentElement;
  return isLocale(lang) ? lang : DEFAULT_LOCALE;
}
