import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { readPreviews } from "@/lib/previews/read-previews";
import { unwrittenCounts } from "@/lib/products/files/counters";
import { fileState, saleEndsAt } from "@/lib/products/files/file-state";
import { fileUrl } from "@/lib/products/files/file-url";
import { comparePlaces, type Place, placeOf, readPlace, writePlace } from "./file-order";
import { needsOf } from "./needs";
import { hasWords, wordsOf } from "./plain-text";
import { type ListedRow, readListed } from "./read-listed";
import type { FileFilter, FileRow, FilesPage, FilesQuery } from "./schema";

/** Files on one page. */
export const FILES_ON_PAGE = 50;
/** The most files that one search or order looks at: the time that it takes has an end. */
const LOOKED_AT_MOST = 20_000;

/**
 * One page of a seller's files that were not deleted. The newest without a filter cost the same however many there are; a search, a
 * filter or another order reads a few columns of each file. No sale is read. Pages do not shift while files are added: each begins
 * behind the place of the last file of the page before.
 *
 * @param most files that are looked at
 * @throws AppError `sign_in_required` when the session's seller no longer exists; `invalid_input` for a page that no answer named
 */
export async function listFiles(
  sellerId: string,
  query: FilesQuery,
  now: Date,
  most = LOOKED_AT_MOST,
): Promise<FilesPage> {
  const seller = await db().seller.findUnique({ where: { id: sellerId }, select: { id: true, suspendedAt: true } });
  if (!seller) throw new AppError("sign_in_required");
  const before = readPlace(query.before, query.sort);
  const isWanted = filterOf(query, now);
  const found: ListedRow[] = [];
  let looked = 0;
  const isNewest = query.sort === "newest";
  const isPlain = query.q === "" && query.state === null;
  const portion = isNewest && isPlain ? FILES_ON_PAGE + 1 : undefined;
  for await (const rows of readListed(seller, isNewest ? newestAfter(before) : null, portion)) {
    for (const row of rows) if (await isWanted(row)) found.push(row);
    looked += rows.length;
    if ((isNewest && found.length > FILES_ON_PAGE) || looked >= most) break;
  }
  const rows = isNewest ? found : inOrder(found, query, before, now);
  const shown = rows.slice(0, FILES_ON_PAGE);
  const last = shown.at(-1);
  return {
    files: await toFileRows(shown, now),
    older: last && rows.length > FILES_ON_PAGE ? writePlace(placeOf(last, query.sort, now)) : null,
    onlyNewest: looked >= most ? most : null,
  };
}

function newestAfter(place: Place | null) {
  return place && { createdAt: new Date(-Number(place[0])), id: String(place[1]) };
}

function inOrder(rows: ListedRow[], { sort }: FilesQuery, before: Place | null, now: Date): ListedRow[] {
  return rows
    .map((row) => ({ row, place: placeOf(row, sort, now) }))
    .filter(({ place }) => before === null || comparePlaces(place, before) > 0)
    .sort((one, other) => comparePlaces(one.place, other.place))
    .slice(0, FILES_ON_PAGE + 1)
    .map(({ row }) => row);
}

/** Whether a file is among those that are asked for. */
function filterOf({ q, state }: FilesQuery, now: Date): (row: ListedRow) => boolean | Promise<boolean> {
  const words = wordsOf(q);
  return (row) => hasWords([row.title, row.name], words) && (state === null || isIn(row, state, now));
}

function isIn(row: ListedRow, state: FileFilter, now: Date): boolean | Promise<boolean> {
  switch (state) {
    case "listed":
      return row.listed;
    case "free":
      return row.terms.priceMicroUsd === 0n;
    case "attention": {
      const needs = needsOf(row, now);
      return Array.isArray(needs) ? needs.length > 0 : needs.then((found) => found.length > 0);
    }
    default:
      return fileState(row, now) === state;
  }
}

async function toFileRows(rows: readonly ListedRow[], now: Date): Promise<FileRow[]> {
  const shownOf = await readPreviews(rows);
  return Promise.all(
    rows.map(async (row) => {
      const state = fileState(row, now);
      return {
        id: row.id,
        url: fileUrl(row.id),
        title: row.title,
        name: row.name,
        mediaType: row.mediaType,
        state,
        needs: await needsOf(row, now),
        paused: row.paused,
        listed: row.listed,
        price: formatUsd(row.terms.priceMicroUsd),
        free: row.terms.priceMicroUsd === 0n,
        views: row.views + unwrittenCounts(row.id).views,
        sales: row.sales,
        received: formatUsd(row.microUsd),
        saleEndsAt: saleEndsAt(row)?.toISOString() ?? null,
        preview: state === "withheld" ? null : shownOf(row).preview,
        createdAt: row.createdAt.toISOString(),
      };
    }),
  );
}
