/** What the seller's form and the frame beside it tell each other, on this origin only. */

/** To the frame: the draft has changed. */
export const SHOW_DRAFT = "filekiosk-show-draft";
/** To the form: the server no longer has the draft. */
export const DRAFT_MISSING = "filekiosk-draft-missing";
