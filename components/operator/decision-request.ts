import { type DecisionSubject, GROUNDS, type Verdict } from "@/lib/decisions/schema";
import type { DecisionRequest, SignedDeletion } from "@/lib/operator/schema";

/** What leads to the decision, if it is not the operator's own: a report with others about the same file, or an appeal. */
export type Occasion = { kind: "report"; id: string; others: string[] } | { kind: "appeal"; id: string };

/** What an operator has filled in. */
export type Draft = {
  ground: DecisionRequest["ground"];
  facts: string;
  legalBasis: string;
  /** Of a report: also decides the others about the same file. */
  together: boolean;
  /** Of a report with the verdict `none`: it had no ground at all. */
  unfounded: boolean;
};

export const emptyDraft: Draft = { ground: GROUNDS[0], facts: "", legalBasis: "", together: true, unfounded: false };

type Decision = {
  on: DecisionSubject;
  occasion: Occasion | undefined;
  verdict: Verdict;
  after: string | null;
  draft: Draft;
};

/** The request that decides: about a file or a seller, a report, or an appeal. */
export function requestOf({ on, occasion, verdict, after, draft }: Decision, signed?: SignedDeletion) {
  const { ground, facts } = draft;
  const legalBasis = draft.legalBasis.trim() || undefined;
  if (!occasion) {
    return { path: "/api/operator/decisions", body: { verdict, on, ground, facts, legalBasis, after, signed } };
  }
  const path = `/api/operator/${occasion.kind}s/${occasion.id}/decision`;
  if (occasion.kind === "appeal") {
    const decision = { outcome: "reversed", reasons: facts, verdict, ground, legalBasis, after };
    return { path, body: { decision, signed } };
  }
  const together = draft.together ? occasion.others : [];
  const unfounded = verdict === "none" && draft.unfounded;
  return { path, body: { decision: { verdict, ground, facts, legalBasis, after, together, unfounded }, signed } };
}
