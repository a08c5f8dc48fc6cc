import "server-only";
import { settings } from "@/lib/settings/settings";

/** The public URL of a seller's picture, named by its hash; null for a seller without one. */
export function sellerPictureUrl({ id, picture }: { id: string; picture: string | null }): string | null {
  return picture === null ? null : `${settings().appUrl}/api/sellers/${id}/picture?h=${picture.slice(0, 16)}`;
}
