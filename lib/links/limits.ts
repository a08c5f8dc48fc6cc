/** The lengths of names in readable links, in characters. Without zod, so that they add nothing to a page. */
export const HANDLE_MIN = 3;
export const HANDLE_MAX = 32;
export const SLUG_MAX = 80;
/** What a form sends at most, before it is made a name. */
export const TYPED_MAX = 400;
