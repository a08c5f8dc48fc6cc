/** The longest texts of a profile, in characters. Without zod, so that they add nothing to a page. */
export const NAME_MAX = 60;
export const CONTACT_MAX = 200;
export const REFUND_NOTE_MAX = 280;
export const ACCENT_MAX = 20;
export const WORDS_MAX = 1_000;
export const HOMEPAGE_MAX = 200;
