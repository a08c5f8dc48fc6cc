import "server-only";
import { settings } from "@/lib/settings/settings";

/**
 * The one link people share, which is also the resource that a challenge names. Built from the configured public
 * origin, never from a request's Host header.
 */
export function fileUrl(fileId: string): string {
  return `${settings().appUrl}/f/${fileId}`;
}
