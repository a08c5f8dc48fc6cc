/** The operator's pages and terms, shared with the browser. */

export const PAGE_KINDS = ["imprint", "terms", "privacy"] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** The pages in one language that an operator starts from, with gaps. */
export type Templates = Record<PageKind, string>;

/** The terms of this server that sellers accept before they publish. */
export type TermsInForce = {
  /** SHA-256 (lower-case hex) of the text in all its languages, or of its URL if it is elsewhere. */
  hash: string;
  url: string;
};

/** `GET /api/terms`. */
export type TermsAnswer = {
  /** Null when this server has no terms. */
  terms: TermsInForce | null;
  /** Whether the signed-in seller has accepted these; null when nobody is signed in. */
  accepted: boolean | null;
};
