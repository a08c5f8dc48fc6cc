/** The longest message to the seller, in characters. Without zod, so that it adds nothing to a page. */
export const COMPLAINT_MAX = 1_000;
/** The longest answer of a seller, in characters: two pages. */
export const REPLY_MAX = 5_000;
export const REPLY_TO_MAX = 200;
