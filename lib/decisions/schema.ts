/** Decisions of the operator about a file or a seller (rule 12). Shared with the browser. */

/**
 * `none`: nothing is done. `suspended`: no new sales. `withheld`: nobody gets the bytes, either. `deleted`: the bytes are
 * deleted, and nobody may put them on sale again. `lifted`: as if nothing had been decided.
 */
export const VERDICTS = ["none", "suspended", "withheld", "deleted", "lifted"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a decision rests on: the law, the operator's terms, or something more precise. */
export const GROUNDS = ["law", "terms", "copyright", "child-safety", "malware", "other"] as const;
export type Ground = (typeof GROUNDS)[number];

/** The longest statement of facts, and of the law or clause that was applied, in characters. */
export const FACTS_MAX = 4_000;
export const LEGAL_BASIS_MAX = 500;

/** What a decision is about. */
export type DecisionSubject = { kind: "file" | "seller"; id: string };

/** A decision with its statement of reasons (Digital Services Act, art. 17). */
export type Decision = {
  id: string;
  on: DecisionSubject;
  sellerId: string;
  verdict: Verdict;
  ground: Ground;
  facts: string;
  legalBasis: string | null;
  automated: boolean;
  reportId: string | null;
  /** As the audit log names people. */
  by: string;
  /** ISO 8601. */
  at: string;
};

/**
 * The verdict that holds now; null if nothing is restricted. A decision that does nothing changes nothing about those before it.
 *
 * @param decisions the newest first
 */
export function verdictInForce(decisions: readonly Decision[]): Verdict | null {
  const last = decisions.find(({ verdict }) => verdict !== "none");
  return last && last.verdict !== "lifted" ? last.verdict : null;
}
