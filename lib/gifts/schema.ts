import { z } from "zod";
import type { FileFacts } from "@/lib/previews/facts/schema";
import type { Preview } from "@/lib/previews/schema";
import { GIFT_LABEL_MAX, GIFTS_AT_ONCE } from "./limits";

/** Gift links: one file, free, for one person each. Shared with the browser. */

/** `POST /api/files/{fileId}/gifts`. */
export const makeGiftsSchema = z.strictObject({
  /** Links to make, each for one person. */
  count: z.int().min(1, "Make at least one.").max(GIFTS_AT_ONCE, `Make at most ${GIFTS_AT_ONCE} at once.`).default(1),
  /** For the seller only: whom they are for. */
  label: z.string().trim().max(GIFT_LABEL_MAX, `Use at most ${GIFT_LABEL_MAX} characters.`).default(""),
  /** Until when it can be taken and downloaded. 30 days from now by default; 365 at most. */
  until: z.iso
    .datetime({ offset: true, error: "Write the date as ISO 8601, such as 2027-01-31T12:00:00Z." })
    .optional(),
});
export type MakeGifts = z.output<typeof makeGiftsSchema>;

/** `open`: nobody has taken it yet. `ended` by the seller; `over` by its date. */
export type GiftState = "open" | "taken" | "ended" | "over";

export type Gift = {
  id: string;
  label: string;
  state: GiftState;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601. */
  until: string;
  /** ISO 8601; null while nobody has taken it. */
  takenAt: string | null;
  /** Downloads that began at the first byte. */
  downloads: number;
};

/** `GET /api/files/{fileId}/gifts`: the newest 200, and how many there are of each state. */
export type GiftList = { gifts: Gift[]; total: number; taken: number };

/** The response of POST: the links are only here, since only their hashes are stored. */
export type NewGifts = { gifts: (Gift & { url: string })[] };

/** `POST /api/gifts/look`. */
export const lookAtGiftSchema = z.strictObject({ token: z.string().max(200) });

/** A gift before it is taken. */
export type GiftOffer = {
  fileId: string;
  title: string;
  /** The picture that the file's page shows. */
  preview: Preview | null;
  name: string;
  mediaType: string;
  /** What is known of its content; null if nothing is. */
  facts: FileFacts | null;
  /** Bytes. */
  size: number;
  seller: { address: string; name: string | null };
  /** ISO 8601. */
  until: string;
};

/**
 * `POST /api/gifts/take`. The browser chooses the claim token (32 random bytes as base64url) and stores it before the
 * request: after a lost response the same request gets the same response.
 */
export const takeGiftSchema = z.strictObject({
  token: z.string().max(200),
  claimToken: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "A claim token is 32 bytes as base64url."),
});

export type TakenGift = {
  fileId: string;
  fileUrl: string;
  /** `/r#token`: opens the file on any device. */
  recoveryUrl: string;
  /** Valid for 15 minutes. */
  ticketUrl: string;
  /** ISO 8601. */
  downloadUntil: string;
};
