import "server-only";
import { settings } from "@/lib/settings/settings";

/**
 * The one link people share, which is also the resource that a challenge names. Built from the configured public
 * origin, never from a request's Host header.
 */
export function fileUrl(fileId: string): string {
  return `${settings().appUrl}/f/${fileId}`;
}

/** Where the same purchase is answered in JSON, with a link for the download in place of the bytes. */
export function purchaseUrl(fileId: string): string {
  return `${settings().appUrl}/api/files/${fileId}/purchase`;
}
