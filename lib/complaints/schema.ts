import { z } from "zod";
import type { PaymentState } from "@/lib/payments/schema";
import { COMPLAINT_MAX, REPLY_MAX, REPLY_TO_MAX } from "./limits";

/** "Problem with this file?": what a buyer tells the seller about one payment. Shared with the browser. */

/** `POST /api/files/{fileId}/complaints` and `POST /api/purchases/{paymentId}/complaints`. */
export const sendComplaintSchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, "Write what is wrong.")
    .max(COMPLAINT_MAX, `A message has at most ${COMPLAINT_MAX} characters.`),
  /** Where the buyer wants the reply, in their own words. */
  replyTo: z.string().trim().max(REPLY_TO_MAX, `At most ${REPLY_TO_MAX} characters.`).optional(),
});

export type SendComplaint = z.output<typeof sendComplaintSchema>;

/** The answer: it is stored, and the seller sees it. */
export type SentComplaint = { id: string; sentAt: string };

/** `PATCH /api/complaints/{complaintId}`. */
export const changeComplaintSchema = z
  .strictObject({
    done: z.boolean().optional(),
    /** The answer that the buyer reads; it replaces an earlier one. */
    reply: z
      .string()
      .trim()
      .min(1, "Write an answer.")
      .max(REPLY_MAX, `An answer has at most ${REPLY_MAX} characters.`)
      .optional(),
  })
  .refine(({ done, reply }) => done !== undefined || reply !== undefined, "Nothing to change.");
export type ChangeComplaint = z.output<typeof changeComplaintSchema>;

/** As its seller sees it. */
export type Complaint = {
  id: string;
  paymentId: string;
  fileId: string;
  fileTitle: string;
  /** Of the file, as it was bought. */
  version: number;
  /** Lower case. */
  payer: string;
  /** Exact USD. */
  price: string;
  paymentState: PaymentState;
  text: string;
  replyTo: string | null;
  /** ISO 8601. */
  sentAt: string;
  /** ISO 8601; null while it is open. */
  doneAt: string | null;
  /** The seller's answer; null for none. */
  reply: string | null;
  /** ISO 8601. */
  repliedAt: string | null;
};

/** A message as the buyer who sent it sees it. */
export type OwnComplaint = Pick<Complaint, "id" | "text" | "sentAt" | "reply" | "repliedAt">;

/** `GET` of the routes that a message is sent to: those about one payment, the oldest first. */
export type OwnComplaints = { complaints: OwnComplaint[] };

/**
 * `GET /api/complaints`: the open ones, the newest first. With `?done=true` those that are done, the last one first; `before` is the
 * id of one that is shown already.
 */
export type ComplaintList = {
  complaints: Complaint[];
  more: boolean;
  /** How many are open. */
  open: number;
};
