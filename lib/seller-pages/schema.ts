import { z } from "zod";
import type { Complaint } from "@/lib/complaints/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import type { LostFile, Sale } from "@/lib/sellers/schema";
import type { Period } from "./periods";

/** What the seller's own pages show. Shared with the browser. */

/** `GET /api/overview`: what needs attention, the money received, the first steps. */
export type Overview = {
  address: string;
  /** False for a wallet that the operator does not let sell (any more). */
  maySell: boolean;
  /** With its checksum (EIP-55). */
  payTo: string;
  /** Names of the networks on which the token does not allow `payTo` to receive: nothing is sold there. */
  refusedOn: string[];
  /** Why nothing is sold after a restore: the operator, or the seller, has something to confirm. */
  salesWaitFor: "operator" | "payout" | null;
  /** Exact USD, without what was paid back. */
  received: string;
  /** Without those that were refunded whole. */
  salesCount: number;
  /** Files whose bytes this server has lost in the last 90 days, the newest first. */
  lost: LostFile[];
  /** Payments that the chain has not shown yet. */
  sales: Sale[];
  /** Sales whose money the seller owes back; 50 stands for more. */
  refundsDue: number;
  /** Files that may end soon, or be deleted. */
  files: OwnFile[];
  /** Null once they have ended. */
  firstSteps: FirstSteps | null;
};

/** What a new seller has done. */
export type FirstSteps = {
  file: boolean;
  /** Somebody has opened the page of a file. */
  opened: boolean;
  sold: boolean;
  payoutChecked: boolean;
  channel: boolean;
};

/** `PATCH /api/overview/first-steps`. */
export const firstStepsSchema = z
  .strictObject({ payoutChecked: z.literal(true).optional(), dismissed: z.literal(true).optional() })
  .refine(({ payoutChecked, dismissed }) => payoutChecked || dismissed, "Nothing to change.");
export type ChangeFirstSteps = z.output<typeof firstStepsSchema>;

/** How often something was seen and sold in some time. Money is exact USD; refunds are those of this time, whatever they refund. */
export type Figures = {
  /** By people: how often a file's page was opened. */
  views: number;
  /** By programs: how often a price was asked for. */
  priceChecks: number;
  sales: number;
  received: string;
  refunds: number;
  refunded: string;
};

/** `GET /api/overview/figures?period=`. All days are days in UTC. */
export type PeriodFigures = {
  period: Period;
  /** The first and the last day; for `all` the first day on which anything was counted. */
  from: string;
  to: string;
  total: Figures;
  /** Days, or of long periods months, the oldest first, without a gap: each by its first day. */
  unit: "day" | "month";
  parts: ({ from: string } & Figures)[];
  /** The ten files that brought the most. */
  top: ({ fileId: string; title: string; isRemoved: boolean } & Figures)[];
  /** Since which day views are counted by day; null if there were none yet. Earlier ones are in `all` only. */
  viewsSince: string | null;
};

/** `GET /api/sales/months`: the newest first. */
export type Months = {
  months: {
    /** As "2026-11", in UTC. */
    month: string;
    sales: number;
    /** Exact USD: what came in without what went back; below zero if more went back. */
    kept: string;
  }[];
};

/** `GET /api/sales/{paymentId}`. */
export type SaleDetails = Sale & {
  /** ISO 8601: when it was presented; when it was settled, and the time of its block. */
  presentedAt: string;
  settledAt: string | null;
  blockTime: string | null;
  /** Of the file, as it was bought, and the newest one. */
  version: number;
  versionName: string;
  newestVersion: number;
  isFileRemoved: boolean;
  /** Days that the buyer may download for by what was agreed; null: without an end. */
  downloadDays: number | null;
  /** When the buyer agreed that the right of withdrawal ends with the download; null if not stated. */
  withdrawalWaivedAt: string | null;
  /** Null before it is settled. */
  access: SaleAccess | null;
  /** The buyer's messages, the oldest first. */
  complaints: Complaint[];
};

/** What the buyer may download, and has. The shop keeps no time of each download. */
export type SaleAccess = {
  /** `held`: closed by a decision of the operator, and its time does not pass. */
  state: "open" | "ended" | "revoked" | "held";
  /** ISO 8601; null: without an end. */
  until: string | null;
  /** Downloads that began at the first byte. */
  downloads: number;
  /** The version that was sent last; null for none. */
  sentVersion: number | null;
  /** ISO 8601: since when bytes were sent in the last 24 hours; null for none. */
  recentSince: string | null;
};
