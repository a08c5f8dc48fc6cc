import type { FileInfo } from "@/lib/products/files/schema";

/** The catalogue: shapes, as `GET /catalog.json` returns them. */

type Told =
  | "id"
  | "url"
  | "title"
  | "description"
  | "name"
  | "mediaType"
  | "size"
  | "sha256"
  | "facts"
  | "preview"
  | "price"
  | "free"
  | "offers"
  | "seller"
  | "onSaleUntil"
  | "saleEndsAt"
  | "downloadDays"
  | "createdAt";

/** A file on sale. The same facts as `GET /api/files/{fileId}/info`. */
export type CatalogItem = Pick<FileInfo, Told> & {
  infoUrl: string;
  /** Paid for here, a file is answered with a link for its download (JSON) and not with its bytes. */
  purchaseUrl: string;
  /** ISO 8601: the last change of its price, terms or bytes. */
  updatedAt: string;
};

export type Catalog = {
  /** Of the shop. */
  name: string;
  url: string;
  /** The newest first. */
  items: CatalogItem[];
  /** The next page; null on the last one. */
  next: string | null;
};
