import type { Preview } from "@/lib/previews/schema";
import type { FileState } from "@/lib/products/files/schema";

/** A seller's files, page by page: `GET /api/files`. Shared with the browser. */

/** `listed`: shown in the shop's list. `attention`: something about it waits for its seller, see `FileNeed`. */
export const FILE_FILTERS = ["on-sale", "paused", "ended", "attention", "listed", "free"] as const;
export type FileFilter = (typeof FILE_FILTERS)[number];

/** `ending`: the sale that ends first; those without an end after them, and those that have ended last. */
export const FILE_SORTS = ["newest", "sales", "received", "ending", "title"] as const;
export type FileSort = (typeof FILE_SORTS)[number];

/** The longest text that is searched for. */
export const FILES_SEARCH_MAX = 200;

/**
 * What about a file waits for its seller. `suspended` and `withheld`: by a decision of the operator. `ends-soon`: its sale, within 3
 * days. `deleted-soon`: its sale has ended and its bytes are deleted within 10 days. `kept-soon`: the storage that was paid
 * for ends within 10 days. `operator-ends`: the operator ends its storage.
 */
export type FileNeed = "suspended" | "withheld" | "ends-soon" | "deleted-soon" | "kept-soon" | "operator-ends";

/** A file in its seller's list. Everything about one is in `GET /api/files/{fileId}/own`. */
export type FileRow = {
  id: string;
  /** The shared link. */
  url: string;
  title: string;
  /** Of the current version. */
  name: string;
  mediaType: string;
  state: FileState;
  needs: FileNeed[];
  paused: boolean;
  listed: boolean;
  /** Exact USD, such as "0.50". */
  price: string;
  free: boolean;
  views: number;
  sales: number;
  /** Exact USD received. */
  received: string;
  /** ISO 8601: when the sale ends or has ended; null when it has no end. */
  saleEndsAt: string | null;
  /** Null where there is none, and while the file is withheld. */
  preview: Preview | null;
  /** ISO 8601. */
  createdAt: string;
};

/** One page of a seller's files that were not deleted. */
export type FilesPage = {
  files: FileRow[];
  /** `?before=` of the next page, with the same `q`, `state` and `sort`; null at the end. */
  older: string | null;
  /** Very many files: only so many, the newest, were searched or put in order. Null: all of them. */
  onlyNewest: number | null;
};

/** What `GET /api/files` asks for. */
export type FilesQuery = {
  /** Words that the title and the file's name have, all of them, in any script and case; empty for all files. */
  q: string;
  state: FileFilter | null;
  sort: FileSort;
  /** From `FilesPage.older`; empty for the first page. */
  before: string;
};
