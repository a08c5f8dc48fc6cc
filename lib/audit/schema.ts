/** Who did something. An account is a CAIP-10 id, or an address in lower case. */
export type Actor =
  | { kind: "operator" | "seller" | "buyer"; account: string }
  /** Somebody with access to the machine. */
  | { kind: "command-line" }
  /** The program itself: a job, a restore. */
  | { kind: "shop" }
  /** Somebody without a session. */
  | { kind: "visitor" };

/** What people and strangers do about sessions and limits: of these a line may be left out (`noteEvent`). */
export type SecurityEvent = "signed-in" | "signed-out" | "sign-in-refused" | "access-refused" | "limit-reached";

/** What the audit log records. */
export type Act =
  | SecurityEvent
  | "decided"
  | "blocked"
  | "unblocked"
  | "payout-changed"
  | "refund-started"
  | "file-removed"
  | "upload-refused"
  | "data-erased"
  | "quota-changed"
  | "storage-ended"
  | "notice-retried"
  | "report-received"
  | "report-decided"
  | "appeal-received"
  | "appeal-decided";

/** What an act was done to. */
export type AuditSubject = {
  kind: "file" | "seller" | "payment" | "report" | "appeal" | "wallet" | "hash" | "setting" | "upload" | "notice";
  id: string;
};

export type AuditDetail = Record<string, string | number | boolean | null>;

/** One line of the audit log, as the operator reads it. */
export type AuditLine = {
  id: string;
  /** ISO 8601. */
  at: string;
  act: string;
  /** As `nameActor` writes it: `operator 0x…`, `command-line`. */
  by: string;
  subject: { kind: string; id: string } | null;
  detail: AuditDetail;
};
