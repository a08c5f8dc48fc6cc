import "server-only";
import { MINUTE } from "@/lib/clock";
import { whileUnchanged } from "@/lib/db/client";
import { readPreviews } from "@/lib/previews/read-previews";
import { fileInfo } from "@/lib/products/files/file-info";
import { purchaseUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";
import { readListed } from "@/lib/products/files/list-shop";
import { settings } from "@/lib/settings/settings";
import type { Catalog, CatalogItem } from "./schema";

/**
 * What this shop has on sale for everybody, the newest first: only files that their sellers listed. Read once a minute at most
 * while nothing changes.
 *
 * @param before the id of the last file of the page before; an unknown one begins at the newest
 */
export async function readCatalog(now: Date, before?: string): Promise<Catalog> {
  const minute = Math.floor(now.getTime() / MINUTE);
  return whileUnchanged(`catalog ${before ?? ""} ${minute}`, () => readPage(now, before));
}

async function readPage(now: Date, before: string | undefined): Promise<Catalog> {
  const { appUrl, operatorName } = settings();
  const { files: listed, older } = await readListed(before, now);
  const found = await Promise.all(listed.map(({ id }) => findFile(id, now)));
  const files = found.flatMap((file) => file ?? []);
  const shownOf = await readPreviews(files);
  const last = files.at(-1);
  return {
    name: operatorName ?? "Filekiosk",
    url: `${appUrl}/`,
    items: files.map((file) => itemOf(file, fileInfo(file, now, null, shownOf(file)))),
    next: older && last ? `${appUrl}/catalog.json?before=${last.id}` : null,
  };
}

type File = NonNullable<Awaited<ReturnType<typeof findFile>>>;

/** What depends on who asks, or on who has bought, is not in a list for everybody. */
function itemOf({ terms, version }: File, info: ReturnType<typeof fileInfo>): CatalogItem {
  const { id, url, title, description, name, mediaType, size, sha256, facts, preview } = info;
  const { price, free, offers, seller, onSaleUntil, saleEndsAt, downloadDays, createdAt } = info;
  const updatedAt = new Date(Math.max(terms.from.getTime(), version.createdAt.getTime())).toISOString();
  return {
    id,
    url,
    infoUrl: `${settings().appUrl}/api/files/${id}/info`,
    purchaseUrl: purchaseUrl(id),
    title,
    description,
    name,
    mediaType,
    size,
    sha256,
    facts,
    preview,
    price,
    free,
    offers,
    seller,
    onSaleUntil,
    saleEndsAt,
    downloadDays,
    createdAt,
    updatedAt,
  };
}
