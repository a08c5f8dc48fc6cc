import { z } from "zod";
import { FACTS_MAX, GROUNDS, LEGAL_BASIS_MAX, VERDICTS } from "@/lib/decisions/schema";
import type { DayFigures } from "@/lib/figures/schema";
import { signatureSchema } from "@/lib/payment-methods/evm/chain/schema";
import type { FileState } from "@/lib/products/files/schema";
import type { RefundView } from "@/lib/refunds/schema";
import { decideAppealSchema, decideReportSchema } from "@/lib/reports/schema";

/** What the operator's pages show and send. Shared with the browser; dates are ISO 8601, amounts exact USD. */

/** `GET /api/operator/sign-in`. */
export type Operator = { address: string; chainId: number };

/** Something that waits for the operator, the worst first. `bad` loses sales, files or money, or soon will. */
export type Attention =
  | { kind: "reports" | "appeals"; tone: "warn"; count: number }
  | { kind: "dead-notices"; tone: "warn"; count: number }
  | { kind: "restore-unconfirmed"; tone: "bad" }
  | { kind: "settlements-stuck"; tone: "bad"; count: number; since: string }
  | { kind: "gas-empty" | "gas-low"; tone: "bad" | "warn"; network: string; sales: number }
  | { kind: "disk-full" | "disk-low"; tone: "bad" | "warn"; bytes: number }
  | { kind: "storage-owed"; tone: "warn"; count: number; amount: string }
  | { kind: "found-waiting"; tone: "warn"; count: number }
  | { kind: "job-failing"; tone: "bad"; job: string }
  | { kind: "doctor"; tone: "bad" | "warn"; words: string; code: string };

export type Overview = {
  attention: Attention[];
  figures: DayFigures[];
  /** Null where nobody ever paid for storage and it is free. */
  storage: StorageMoney | null;
  examinedAt: string | null;
};

/** What the operator received for storage, and owes back: beside what sellers received, never among it. */
export type StorageMoney = {
  payments: number;
  /** What was paid back is subtracted. */
  received: string;
  /** Of so many payments unused days are owed, and so much in all. */
  owing: number;
  owed: string;
};

/** A payment for storage. */
export type StoragePayment = {
  paymentId: string;
  at: string;
  /** upload | uploaded | larger | file */
  kind: string;
  days: number;
  /** Bytes that were paid for. */
  size: number;
  on: { kind: "file" | "upload"; id: string; title: string | null } | null;
  amount: string;
  payer: string;
  payTo: string;
  /** Those that may pay back, in lower case. */
  wallets: string[];
  network: string;
  networkName: string;
  chainId: number;
  transaction: string | null;
  transactionUrl: string | null;
  state: string;
  /** Of its days, those that are owed; null when nothing ever was. */
  unusedDays: number | null;
  /** What is owed now, without what was paid back. */
  owed: string;
  paidBack: string;
  refund: RefundView | null;
};

export type SellerRow = {
  id: string;
  address: string;
  chainId: number;
  name: string | null;
  sales: number;
  received: string;
  storedBytes: number;
  isSuspended: boolean;
  createdAt: string;
};

export type FileRow = {
  id: string;
  title: string;
  state: FileState;
  /** Of the newest version, in bytes. */
  name: string;
  size: number;
  seller: { id: string; name: string | null; address: string };
  sales: number;
  received: string;
  createdAt: string;
};

/** One page of a list, the newest first; `before` asks for the next one. */
export type Page<Row> = { rows: Row[]; before: string | null };

export type OperatorVersion = {
  number: number;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  isBlocked: boolean;
  createdAt: string;
  bytesGoneAt: string | null;
};

export type OperatorFile = FileRow & {
  url: string;
  description: string;
  price: string;
  onSaleUntil: string | null;
  removedAt: string | null;
  views: number;
  priceChecks: number;
  versions: OperatorVersion[];
  /** Until when its storage is paid for; null if nobody paid. `storageEndsAt`: when the operator ends it. */
  keptUntil: string | null;
  storageEndsAt: string | null;
  /** When the operator recorded that bytes are lost. */
  bytesLostAt: string | null;
  /** Whether it can be ended, or ended sooner. */
  mayEndStorage: boolean;
  /** Payments by state, and messages by buyers to the seller. */
  payments: Record<string, number>;
  complaints: number;
  /** Sales that the seller owes back, since a decision stopped them. */
  refundsDue: number;
};

export type OperatorSeller = SellerRow & {
  payTo: string;
  contact: string | null;
  files: number;
  /** Chosen for this seller, in bytes; null: as the settings say. */
  quotaBytes: number | null;
  /** In force; null: no limit. */
  limitBytes: number | null;
  blockId: string | null;
};

export type JobLine = {
  name: string;
  everyMs: number;
  startedAt: string | null;
  isRunning: boolean;
  tookMs: number | null;
  succeededAt: string | null;
  failed: { at: string; message: string } | null;
  runs: number;
  failures: number;
};

/** A setting in force. `value` is null for a secret, whose value nobody sees, and for one without a value. */
export type SettingLine = {
  name: string;
  group: string;
  value: string | null;
  from: "given" | "default" | "unset";
  isSecret: boolean;
  what: string;
};

/** What the doctor found under one heading, in English. */
export type ExaminedPart = {
  title: string;
  findings: { code: string; severity: "fault" | "warning" | "fine"; about?: string; words: string; fix?: string }[];
};

const reason = z.string().trim().min(1).max(1_000);

/** `POST /api/operator/blocks`. */
export const blockSchema = z.strictObject({
  kind: z.enum(["wallet", "hash"]),
  value: z.string().trim().max(200),
  reason,
});

/** `PUT /api/operator/sellers/{sellerId}/quota`: bytes, or null for the setting's. */
export const quotaSchema = z.strictObject({ bytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable() });

/** `POST /api/operator/files/{fileId}/deletion`: the network that the wallet is on; for a contract account its own. */
export const deletionSchema = z.strictObject({ chainId: z.int().positive() });

/** Its response: EIP-4361 text, valid for ten minutes. */
export type DeletionStatement = { message: string; nonce: string; issuedAt: string };

/** The wallet's answer to it, part of the decision. */
const signedDeletion = z.strictObject({
  chainId: z.int().positive(),
  nonce: z.string().max(200),
  issuedAt: z.iso.datetime({ precision: 3 }),
  signature: signatureSchema,
});
export type SignedDeletion = z.infer<typeof signedDeletion>;

/** `POST /api/operator/decisions`. `signed` is required for `deleted`. */
export const decisionSchema = z.strictObject({
  verdict: z.enum(VERDICTS),
  on: z.strictObject({ kind: z.enum(["file", "seller"]), id: z.string().min(1).max(100) }),
  ground: z.enum(GROUNDS),
  facts: z.string().trim().min(1).max(FACTS_MAX),
  legalBasis: z.string().trim().max(LEGAL_BASIS_MAX).optional(),
  /** The last decision about it that the operator saw; null if there was none. */
  after: z.string().max(100).nullable(),
  signed: signedDeletion.optional(),
});

/** `POST /api/operator/reports/{reportId}/decision` and `…/appeals/{appealId}/decision`. */
export const reportDecisionSchema = z.strictObject({ decision: decideReportSchema, signed: signedDeletion.optional() });
export const appealDecisionSchema = z.strictObject({ decision: decideAppealSchema, signed: signedDeletion.optional() });
export type ReportDecision = z.output<typeof reportDecisionSchema>;
export type AppealDecision = z.output<typeof appealDecisionSchema>;
export type DecisionRequest = z.infer<typeof decisionSchema>;
