/** How long the texts of a profile may be, in characters. Without zod, so that a page may know it for nothing. */
export const NAME_MAX = 60;
export const CONTACT_MAX = 200;
export const REFUND_NOTE_MAX = 280;
