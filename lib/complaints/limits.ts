/** How long a message to the seller may be, in characters. Without zod, so that a page may know it for nothing. */
export const COMPLAINT_MAX = 1_000;
export const REPLY_TO_MAX = 200;
