/** Lengths in characters. Without zod, so that they add nothing to a page. */
export const EXPLANATION_MAX = 5_000;
export const LOCATION_MAX = 1_000;
export const REPORTER_NAME_MAX = 200;
export const EMAIL_MAX = 254;
export const WORK_MAX = 2_000;
export const CONTACT_MAX = 500;
export const APPEAL_MAX = 5_000;

/** What can be wrong with a file, in the order of the form. A copyright notice has fields of its own. */
export const REPORT_REASONS = [
  "child-safety",
  "hate",
  "personal-data",
  "fraud",
  "malware",
  "rights",
  "illegal",
  "terms",
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number] | "copyright";

/** Nobody has to give a name to report this (DSA art. 16(2)(c)). */
export const ANONYMOUS_REASON = "child-safety" satisfies ReportReason;
