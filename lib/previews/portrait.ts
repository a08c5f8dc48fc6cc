import "server-only";
import { reducePicture } from "./cover";
import type { MadePart } from "./read-answer";

/** Pixels of the longer side, and bytes: pages show it at 44 and 96 pixels, and it comes before Pay. */
const portrait = { side: 160, bytes: 8_000 };

/**
 * A picture of a seller, small and re-encoded from its pixels.
 *
 * @throws AppError `picture_unreadable`, `server_busy`
 */
export async function reducePortrait(bytes: Uint8Array): Promise<Omit<MadePart, "kind"> & { kind: "seller" }> {
  return { ...(await reducePicture(bytes, portrait)), kind: "seller" };
}
