/** Limits for making gift links. Without zod, so that they add nothing to a page. */
export const GIFTS_AT_ONCE = 50;
/** Characters. */
export const GIFT_LABEL_MAX = 80;
/** Days that a gift lasts by default, and at most. */
export const GIFT_DEFAULT_DAYS = 30;
export const GIFT_MAX_DAYS = 365;
