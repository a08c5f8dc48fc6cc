import { z } from "zod";
import type { SellerNotice } from "@/lib/outbox/schema";
import { CHANNELS, SELLER_NOTICES } from "@/lib/outbox/schema";

/** Being told: where sellers and buyers want messages, and the links in them. Shared with the browser. */

/** `PUT /api/profile/notices`: one channel; an empty target ends it. */
export const channelSchema = z.strictObject({
  kind: z.enum(CHANNELS),
  /** An e-mail address, or an https:// URL. */
  target: z.string().trim().max(500, "Use at most 500 characters."),
  notices: z.array(z.enum(SELLER_NOTICES)).max(SELLER_NOTICES.length),
});
export type ChannelChange = z.infer<typeof channelSchema>;

export type ChannelView = {
  kind: ChannelChange["kind"];
  target: string;
  notices: SellerNotice[];
  /** `waits`: for the link in the first mail. `stopped`: its owner unsubscribed, or its server wants nothing more. */
  state: "on" | "waits" | "stopped";
  /** Of a webhook: what its messages are signed with. */
  secret: string | null;
};

/** `GET /api/profile/notices`, and the answer of PUT. */
export type ChannelList = {
  /** Whether this server sends e-mails at all. */
  canEmail: boolean;
  channels: ChannelView[];
};

/** `POST /api/files/{fileId}/notices` and `POST /api/purchases/{paymentId}/notices`. */
export const leaveAddressSchema = z.strictObject({
  email: z.email("Write an e-mail address.").max(254, "Use at most 254 characters."),
});

/** The response: the first message is on its way, or was before. */
export type LeftAddress = { email: string; confirmed: boolean };

const link = z.string().max(200);

/** `POST /api/notices/look`: what comes after the `#` of a link in a mail. Changes nothing. */
export const lookAtLinkSchema = z.strictObject({ link });

export type LinkOffer = {
  purpose: "open" | "confirm" | "stop";
  /** Of a purchase. */
  title: string | null;
  /** True when it was used or is too old: its owner may ask for another one. Of `stop`: when messages have ended. */
  isSpent: boolean;
};

/**
 * `POST /api/notices/use`. `claimToken`: to open a purchase; chosen and kept by the browser, so that the same request after a lost
 * response gets the same one. `again`: a new link by mail instead; with a link that ends messages: receive them again.
 */
export const useLinkSchema = z.strictObject({
  link,
  claimToken: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, "A claim token is 32 bytes as base64url.")
    .optional(),
  again: z.boolean().optional(),
});
export type UseLink = z.infer<typeof useLinkSchema>;

export type UsedLink =
  | {
      did: "opened";
      fileUrl: string;
      recoveryUrl: string;
      /** Valid for 15 minutes. */
      ticketUrl: string;
      /** ISO 8601; null when there is no end. */
      downloadUntil: string | null;
    }
  | { did: "confirmed" | "stopped" | "resumed" | "sent-again" };

/** A message that could not be delivered, as its operator sees it. */
export type DeadLetter = {
  id: string;
  kind: string;
  /** What it is about: the id of an order, a report and so on. */
  subjectId: string;
  channel: string;
  /** `operator`, or whose address it is: `seller:…`, `buyer:…`. */
  recipient: string;
  attempts: number;
  error: string | null;
  /** ISO 8601: when it was given up. */
  at: string;
};
