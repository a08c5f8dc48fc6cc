import "server-only";
import { db, whileUnchanged } from "@/lib/db/client";
import { linkParts } from "@/lib/link-parts";
import { settings } from "@/lib/settings/settings";
import { linkPath, sellerPath } from "./link-url";
import { handleKey, readPart, slugKey } from "./read-name";

/** Where a readable link leads: the file, and its link as it is written now, or null if it has none any more. */
export type Followed = { fileId: string; path: string | null };

/**
 * The file of a readable link, by any name that it or its seller ever had, and by any spelling that looks like it: nobody else can
 * have one of those.
 *
 * @param handle, slug as in the path, percent-decoded
 * @returns null if there is none
 */
export async function followLink(handle: string, slug: string): Promise<Followed | null> {
  const names = [readPart(handle), readPart(slug)] as const;
  if (names[0] === null || names[1] === null) return null;
  const [ofSeller, ofFile] = names;
  return whileUnchanged(`link ${ofSeller}/${ofFile}`, async () => {
    const owner = await db().linkName.findUnique({ where: { id: handleKey(ofSeller) } });
    if (!owner) return null;
    const named = await db().linkName.findUnique({ where: { id: slugKey(owner.sellerId, ofFile) } });
    if (!named?.fileId) return null;
    const file = await db().file.findUnique({ where: { id: named.fileId }, select: linkColumns });
    return file && { fileId: named.fileId, path: linkPath(file) };
  });
}

/** The seller of a handle, by any that the seller ever had. `path` is null for one whose data was erased. */
export async function followHandle(handle: string): Promise<{ sellerId: string; path: string | null } | null> {
  const name = readPart(handle);
  if (name === null) return null;
  return whileUnchanged(`handle ${name}`, async () => {
    const owner = await db().linkName.findUnique({ where: { id: handleKey(name) } });
    const seller = owner && (await db().seller.findUnique({ where: { id: owner.sellerId } }));
    return seller && { sellerId: seller.id, path: sellerPath(seller) };
  });
}

/** The path of a file's readable link as it is now; null if it has none. */
export async function readLinkPath(fileId: string): Promise<string | null> {
  return whileUnchanged(`link of ${fileId}`, async () => {
    const file = await db().file.findUnique({ where: { id: fileId }, select: linkColumns });
    return file && linkPath(file);
  });
}

const linkColumns = { slug: true, seller: { select: { handle: true } } } as const;

/**
 * The file that a readable link of this shop names, for a payment that names the link that was requested (rule 6).
 *
 * @param url of any kind, also none
 */
export async function fileOfUrl(url: string): Promise<string | null> {
  if (!URL.canParse(url)) return null;
  const { origin, pathname, search, hash, username, password } = new URL(url);
  if (origin !== new URL(settings().appUrl).origin || search || hash || username || password) return null;
  const parts = linkParts(pathname);
  return parts && ((await followLink(parts.handle, parts.slug))?.fileId ?? null);
}

/** What a text leads to that somebody pasted, such as an operator: a readable link or a part of one, of a file or a seller. */
export async function followText(text: string): Promise<{ fileId: string } | { sellerId: string } | null> {
  const [, handle, slug] = /(?:^|\/)s\/([^/?#\s]+)(?:\/([^/?#\s]+))?\/?(?:[?#].*)?$/i.exec(text) ?? [];
  if (handle === undefined) return null;
  const parts = linkParts(`/s/${handle}/${slug ?? "-"}`);
  if (parts === null) return null;
  return slug === undefined ? followHandle(parts.handle) : followLink(parts.handle, parts.slug);
}
