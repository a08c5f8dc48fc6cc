import "server-only";
import { settings } from "@/lib/settings/settings";
import type { Catalog, CatalogItem } from "./schema";

/**
 * The catalogue for programs that look for what can be paid on a domain: `GET /.well-known/x402`. There are several drafts of it;
 * this has the members of both that are read today: links to documents, and `items` with what each accepts. It only tells: the 402
 * of a link is what counts.
 */
export function payableResources({ items, next }: Catalog, now: Date) {
  const { appUrl } = settings();
  const payable = items.filter(({ free, offers }) => !free && offers.length > 0);
  return {
    x402Version: 2,
    catalog: `${appUrl}/catalog.json`,
    feed: `${appUrl}/catalog.atom`,
    llms: `${appUrl}/llms.txt`,
    lastUpdated: Math.floor(now.getTime() / 1_000),
    resources: payable.map(({ url }) => url),
    items: payable.map((item) => ({
      resource: item.url,
      type: "http",
      x402Version: 2,
      accepts: item.offers.map((offer) => acceptOf(offer)),
      lastUpdated: Math.floor(new Date(item.updatedAt).getTime() / 1_000),
      metadata: { title: item.title, description: item.description, mimeType: item.mediaType },
    })),
    next,
  };
}

function acceptOf({ network, asset, amount, payTo }: CatalogItem["offers"][number]) {
  return { scheme: "exact", network, asset, amount, payTo };
}
