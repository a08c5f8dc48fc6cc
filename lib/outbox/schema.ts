/** What people can be told about, shared with the browser. */

/** Notices to the operator. */
export const OPERATOR_NOTICES = [
  "report",
  "appeal",
  "gas-low",
  "budget-spent",
  "sales-paused",
  "disk-low",
  "backup-old",
  "settlement-stuck",
] as const;

/** Notices to sellers, who choose among them. */
export const SELLER_NOTICES = [
  "sold",
  "complaint",
  "refund-confirmed",
  "sale-ends",
  "storage-ends",
  "file-suspended",
  "file-withheld",
  "file-lifted",
  "file-deleted",
  "appeal-decided",
] as const;
export type SellerNotice = (typeof SELLER_NOTICES)[number];

/** How a message is sent. */
export const CHANNELS = ["email", "webhook", "ntfy"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Conditions of the shop that the operator is told about once each time they begin. */
export type AlarmKind = Exclude<(typeof OPERATOR_NOTICES)[number], "report" | "appeal">;

/**
 * A notice: its kind, and the id of what it is about. It holds no address and no secret; recipients and words are found
 * when it is sent.
 */
export type Notice =
  | { kind: "sold" | "refund-confirmed"; orderId: string }
  | { kind: "complaint"; complaintId: string }
  /** `until`: the announced end. A sale that was prolonged and ends later is another notice. */
  | { kind: "sale-ends" | "storage-ends"; fileId: string; days: 7 | 1; until: Date }
  /** To everybody who paid for it, too: the operator ends it then, or has lost the bytes. */
  | { kind: "storage-ended"; fileId: string; why: "ended" | "lost"; until: Date }
  /** `until`: when the proof is withdrawn; `at`: when it was. By every channel: buyers see it. */
  | { kind: "domain-missing"; proofId: string; until: Date }
  | { kind: "domain-withdrawn"; proofId: string; at: Date }
  | { kind: "file-suspended" | "file-withheld" | "file-lifted" | "file-deleted"; decisionId: string }
  | { kind: "report" | "report-decided"; reportId: string }
  | { kind: "appeal" | "appeal-decided"; appealId: string }
  /** `place`: what it is true of, such as a network. `round`: how often it has begun. */
  | { kind: AlarmKind; place: string; round: number }
  /** To buyers who left an address. */
  | { kind: "new-version"; versionId: string }
  /** The seller's first answer to a message of theirs. */
  | { kind: "answered"; complaintId: string }
  | { kind: "download-ends"; entitlementId: string; until: Date }
  | { kind: "address-left"; addressId: string }
  /** Asked for by the owner of a confirmed address; `at`: once in some hours. */
  | { kind: "new-link"; addressId: string; at: Date }
  /** To a seller's new e-mail address, and to nobody else. */
  | { kind: "channel-added"; channelId: string }
  /** Made of waiting reports and appeals, for the channels that people read. */
  | { kind: "report-digest"; at: Date };

export type NoticeKind = Notice["kind"];
