import "server-only";
import type { Wanted } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";
import { UPLOADS_PATH } from "@/lib/uploads/schema";

/** The URL where something is kept: the resource that a challenge names (rule 6). */
export function storageUrl({ kind, targetId }: Pick<Wanted, "kind" | "targetId">): string {
  const { appUrl } = settings();
  if (kind === "upload") return `${appUrl}${UPLOADS_PATH}`;
  if (kind === "file") return `${appUrl}/api/files/${targetId}/storage`;
  return `${appUrl}/api/storage/uploads/${targetId}`;
}
