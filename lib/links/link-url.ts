import "server-only";
import { settings } from "@/lib/settings/settings";

type Named = { handle: string | null };

/** The path of a seller's page; null for a seller without a handle. */
export function sellerPath({ handle }: Named): string | null {
  return handle === null ? null : `/s/${encodeURIComponent(handle)}`;
}

/** The URL of a seller's page, on the configured public origin. */
export function sellerUrl(seller: Named): string | null {
  const path = sellerPath(seller);
  return path === null ? null : settings().appUrl + path;
}

/** The path of a file's readable link; null until seller and file both have a name. */
export function linkPath({ seller, slug }: { seller: Named; slug: string | null }): string | null {
  const path = sellerPath(seller);
  return path === null || slug === null ? null : `${path}/${encodeURIComponent(slug)}`;
}

/** The readable link of a file, on the configured public origin. */
export function linkUrl(file: { seller: Named; slug: string | null }): string | null {
  const path = linkPath(file);
  return path === null ? null : settings().appUrl + path;
}
