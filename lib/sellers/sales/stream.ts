import "server-only";
import type { Value } from "@/lib/db/statements";
import type { Cursor } from "./cursor";

/** Rows that one index has in the order of the list. A list is made of several, of each of which only a page is read. */
export type Stream = {
  /** Tables, as after FROM. */
  from: string;
  /** The order's id. */
  orderId: string;
  /** Columns that it is ordered by, all in one direction: times first, an id last. */
  keys: readonly string[];
  where: string;
  values: readonly Value[];
};

/**
 * A statement that reads one page of several streams together: the id of the order, then the keys. Its cost depends on the
 * number of streams and the length of a page, not on how many rows there are, as long as an index has each stream's order.
 */
export function pageOf(
  streams: readonly Stream[],
  cursor: Cursor | null,
  take: number,
): { sql: string; values: Value[] } {
  const order = cursor?.towards === "newer" ? "ASC" : "DESC";
  const parts = streams.map(({ from, orderId, keys, where }) => {
    const named = [`${orderId} AS "orderId"`, ...keys.map((key, at) => `${key} AS "k${at}"`)].join(", ");
    const sorted = keys.map((key) => `${key} ${order}`).join(", ");
    const beyond = cursor ? ` AND ${isBeyond(keys, order)}` : "";
    return `SELECT * FROM (SELECT ${named} FROM ${from} WHERE ${where}${beyond} ORDER BY ${sorted} LIMIT ${take})`;
  });
  const sorted = (streams[0]?.keys ?? []).map((_, at) => `"k${at}" ${order}`).join(", ");
  const place = cursor ? [...cursor.place.times, cursor.place.id] : [];
  return {
    sql: `${parts.join(" UNION ALL ")} ORDER BY ${sorted} LIMIT ${take}`,
    values: streams.flatMap(({ values }) => [...values, ...place]),
  };
}

function isBeyond(keys: readonly string[], order: "ASC" | "DESC"): string {
  return `(${keys.join(", ")}) ${order === "ASC" ? ">" : "<"} (${keys.map(() => "?").join(", ")})`;
}
