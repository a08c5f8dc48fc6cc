import { z } from "zod";
import { type Decision, FACTS_MAX, GROUNDS, LEGAL_BASIS_MAX, VERDICTS } from "@/lib/decisions/schema";
import { mistake } from "@/lib/errors";
import {
  ANONYMOUS_REASON,
  APPEAL_MAX,
  CONTACT_MAX,
  EMAIL_MAX,
  EXPLANATION_MAX,
  LOCATION_MAX,
  REPORT_REASONS,
  REPORTER_NAME_MAX,
  type ReportReason,
  WORK_MAX,
} from "./limits";

/** Reports of files, and appeals: what routes accept and return. Shared with the browser. */

const text = (max: number) => z.string().trim().min(1, "Fill in this field.").max(max, `At most ${max} characters.`);
const confirmed = (error: string) => z.literal(true, { error });

/** 32 random bytes as base64url: the secret of a status link. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "A token is 43 characters of base64url.");
const name = text(REPORTER_NAME_MAX);
const email = z.email("Write an e-mail address.").trim().max(EMAIL_MAX, `At most ${EMAIL_MAX} characters.`);

const common = {
  fileId: z.string().min(1).max(100),
  /** Chosen by the client, so that a report that is sent again after a lost response is the same report. */
  token: token.optional(),
  /** Why it is illegal, or against the terms. */
  explanation: text(EXPLANATION_MAX),
  /** Where exactly it is; by default the file's URL. */
  location: text(LOCATION_MAX).optional(),
  goodFaith: confirmed("Confirm that you believe in good faith that this is accurate and complete."),
};

/** The fields of DSA art. 16(2). */
const noticeSchema = z
  .strictObject({
    ...common,
    kind: z.literal("notice"),
    reason: z.enum(REPORT_REASONS, "Choose what is wrong."),
    name: name.optional(),
    email: email.optional(),
  })
  .superRefine(({ reason, ...person }, context) => {
    if (reason === ANONYMOUS_REASON) return;
    for (const field of ["name", "email"] as const) {
      if (person[field] !== undefined) continue;
      const message = "Only reports about the safety of children can be sent without it.";
      context.addIssue({ code: "custom", path: [field], message, params: mistake("required") });
    }
  });

/** The fields of 17 USC 512(c)(3)(A). */
const copyrightSchema = z.strictObject({
  ...common,
  kind: z.literal("copyright"),
  /** Which works were copied. */
  work: text(WORK_MAX),
  /** Who owns the exclusive right. */
  owner: name,
  name,
  email,
  /** A postal address or a telephone number. */
  contact: text(CONTACT_MAX),
  authorised: confirmed(
    "Confirm under penalty of perjury that the notice is accurate and that you may act for the owner.",
  ),
  /** The typed name. */
  signature: name,
});

/** `POST /api/reports`. */
export const sendReportSchema = z.discriminatedUnion("kind", [noticeSchema, copyrightSchema]);
export type SendReport = z.output<typeof sendReportSchema>;
export type ReportKind = SendReport["kind"];

/** Its answer. */
export type SentReport = {
  /** `R-4K7M-9QXT` */
  number: string;
  /** With its secret in the fragment. Null when the same report was sent before with another token. */
  statusUrl: string | null;
  /** ISO 8601. */
  sentAt: string;
};

/** The statement of reasons of a decision (DSA art. 17), as its seller and those who reported the file read it. */
export type Statement = Pick<Decision, "id" | "verdict" | "ground" | "facts" | "legalBasis" | "automated"> & {
  /** Null when the decision is about the seller, and so about all of the seller's files. */
  file: FileName | null;
  /** Whether a report led to it. */
  reported: boolean;
  /** ISO 8601. */
  decidedAt: string;
  /** ISO 8601: six months later. */
  appealUntil: string;
};

/** A file, also one that was deleted. */
export type FileName = { id: string; title: string; url: string };

/** An appeal, as the person who sent it reads it. */
export type AppealView = {
  id: string;
  text: string;
  /** ISO 8601. */
  sentAt: string;
  state: AppealState;
  /** Why it was decided so. */
  reasons: string | null;
  /** ISO 8601. */
  decidedAt: string | null;
};

export type AppealState = "open" | "upheld" | "reversed";

/** `POST /api/reports/status`. */
export const reportStatusSchema = z.strictObject({ token });

/** Its answer: what became of a report, for the person who sent it. */
export type ReportStatus = {
  number: string;
  file: FileName;
  kind: ReportKind;
  reason: ReportReason;
  explanation: string;
  /** ISO 8601. */
  sentAt: string;
  /** Null until it is decided. */
  decision: Statement | null;
  /** The decision that has replaced it since, such as after somebody's appeal. */
  replacedBy: Statement | null;
  appeal: AppealView | null;
  mayAppeal: boolean;
};

const appealText = text(APPEAL_MAX);

/** `POST /api/reports/appeal`. */
export const reporterAppealSchema = z.strictObject({ token, text: appealText });

/** `POST /api/decisions/{id}/appeal`. */
export const sellerAppealSchema = z.strictObject({ text: appealText });

/** `GET /api/decisions`: decisions about the signed-in seller and their files, the newest first. */
export type OwnDecisions = { decisions: OwnDecision[] };

export type OwnDecision = Statement & {
  appeal: AppealView | null;
  mayAppeal: boolean;
  /** False for one that a later decision lifted or replaced. */
  inForce: boolean;
};

// For operators.

export type ReportState = "open" | "decided";

/** One line of the list of reports. */
export type ReportSummary = {
  id: string;
  number: string;
  kind: ReportKind;
  reason: ReportReason;
  state: ReportState;
  file: FileName;
  sellerId: string;
  decisionId: string | null;
  /** ISO 8601. */
  sentAt: string;
  /** ISO 8601. */
  decidedAt: string | null;
};

/** A report with what is known about the file, its seller and the sender. Texts by strangers are plain text. */
export type ReportDetails = ReportSummary & {
  explanation: string;
  location: string;
  name: string | null;
  email: string | null;
  work: string | null;
  owner: string | null;
  contact: string | null;
  signature: string | null;
  unfounded: boolean;
  /** ISO 8601: since when texts and names are deleted. */
  erasedAt: string | null;
  /** About the file, the newest first. */
  decisions: Decision[];
  /** What a decision has to name as the last one that its operator saw. */
  after: string | null;
  /** Other open reports of the same file, which can be decided together with this one. */
  others: ReportSummary[];
  /** Files of the seller that are closed or stopped by a decision. */
  strikes: number;
  /** Reports from the same network in the last month; null when this one's network is no longer known. */
  sender: { reports: number; unfounded: number } | null;
  /** What a buyer wrote to the seller, and the answer, if the report names it; null if it names none. */
  message: { text: string; reply: string | null } | null;
};

/** How an operator decides about a report, and others about the same file. */
export const decideReportSchema = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    ground: z.enum(GROUNDS),
    facts: text(FACTS_MAX),
    legalBasis: text(LEGAL_BASIS_MAX).optional(),
    /** `ReportDetails.after` */
    after: z.string().nullable(),
    /** Ids of other open reports about the file. */
    together: z.array(z.string()).max(200).optional(),
    /** With `none`: these reports had no ground at all, which counts against their senders. */
    unfounded: z.boolean().optional(),
  })
  .refine(({ verdict, unfounded }) => !unfounded || verdict === "none", {
    path: ["unfounded"],
    error: "Only a report without consequences is unfounded.",
  });
export type DecideReport = z.output<typeof decideReportSchema>;

/** An appeal as an operator reads it. */
export type AppealDetails = AppealView & {
  by: "seller" | "reporter";
  /** The decision that it is about. */
  decision: Decision;
  file: FileName | null;
  /** The report, for an appeal by the person who sent it. */
  report: { id: string; number: string } | null;
  /** What a reversal has to name as the last decision that its operator saw. */
  after: string | null;
  newDecisionId: string | null;
};

/** How a person decides about an appeal. A reversal is a decision of its own. */
export const decideAppealSchema = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("upheld"), reasons: text(FACTS_MAX) }),
  z.strictObject({
    outcome: z.literal("reversed"),
    /** Also the facts of the new decision. */
    reasons: text(FACTS_MAX),
    verdict: z.enum(VERDICTS),
    /** By default those of the decision that is reversed. */
    ground: z.enum(GROUNDS).optional(),
    legalBasis: text(LEGAL_BASIS_MAX).optional(),
    /** `AppealDetails.after` */
    after: z.string().nullable(),
  }),
]);
export type DecideAppeal = z.output<typeof decideAppealSchema>;

/** The party of an appeal by the seller. Any other is the id of a report. */
export const SELLER_PARTY = "seller";
