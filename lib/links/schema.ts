import { z } from "zod";
import { TYPED_MAX } from "./limits";

/** Readable links, shared with the browser. */

/** `PUT /api/profile/handle`. */
export const handleSchema = z.strictObject({ handle: z.string().max(TYPED_MAX) });

/** `PUT /api/files/{fileId}/link`. `handle` is needed once, by a seller without one. */
export const linkSchema = z.strictObject({
  slug: z.string().max(TYPED_MAX),
  handle: z.string().max(TYPED_MAX).optional(),
});

/** `GET, PUT /api/profile/handle`. */
export type OwnHandle = {
  handle: string | null;
  /** The seller's page; null without a handle. */
  url: string | null;
  /** A free handle made of the seller's name; null if there is none, or the seller has one already. */
  offer: string | null;
};

/** `GET, PUT /api/files/{fileId}/link`. */
export type OwnLink = {
  handle: string | null;
  slug: string | null;
  /** `/s/{handle}/{slug}` on the public origin; null until both are chosen. */
  url: string | null;
  /** What could be chosen: free, and made of the seller's name and the file's title. */
  offer: { handle: string | null; slug: string | null };
};
