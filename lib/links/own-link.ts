import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { isFree } from "./claim-name";
import { HANDLE_MAX, SLUG_MAX } from "./limits";
import { linkUrl, sellerUrl } from "./link-url";
import { handleKey, offerName, readHandle, readSlug, slugKey } from "./read-name";
import type { OwnHandle, OwnLink } from "./schema";

/** How many endings are tried for a name that is taken: `-2` to `-9`. */
const ENDINGS = ["", ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `-${number}`)];

/** A seller's handle, or one to begin with. @throws AppError `sign_in_required` */
export async function readOwnHandle(sellerId: string): Promise<OwnHandle> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const { handle } = seller;
  return { handle, url: sellerUrl(seller), offer: handle === null ? await offerHandle(sellerId, seller.name) : null };
}

/**
 * A file's readable link, or names to begin with.
 *
 * @throws AppError `file_not_found` for a file of another seller too
 */
export async function readOwnLink(sellerId: string, fileId: string): Promise<OwnLink> {
  const file = await db().file.findUnique({ where: { id: fileId }, include: { seller: true } });
  if (!file || file.sellerId !== sellerId) throw new AppError("file_not_found");
  const { slug, seller } = file;
  return {
    handle: seller.handle,
    slug,
    url: linkUrl(file),
    offer: {
      handle: seller.handle === null ? await offerHandle(sellerId, seller.name) : null,
      slug: slug === null ? await offerSlug(sellerId, fileId, file.title) : null,
    },
  };
}

function offerHandle(sellerId: string, name: string | null): Promise<string | null> {
  const { operatorName } = settings();
  const begun = offerName(name ?? "", (text) => readHandle(text, operatorName), HANDLE_MAX - 2);
  return firstFree(begun, (tried) => isFree(handleKey(tried), { sellerId, fileId: null }));
}

function offerSlug(sellerId: string, fileId: string, title: string): Promise<string | null> {
  const begun = offerName(title, readSlug, SLUG_MAX - 2);
  return firstFree(begun, (tried) => isFree(slugKey(sellerId, tried), { sellerId, fileId }));
}

async function firstFree(begun: string | null, isFree: (name: string) => Promise<boolean>): Promise<string | null> {
  if (begun === null) return null;
  for (const ending of ENDINGS) if (await isFree(begun + ending)) return begun + ending;
  return null;
}
