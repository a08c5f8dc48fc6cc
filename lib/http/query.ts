import "server-only";
import type { IncomingMessage } from "node:http";

/** The parameters of a URL. A repeated one is a list. */
export type Query = Partial<Record<string, string | string[]>>;

/** A request as Next passes it to a Pages API route: the named parts of its path are among the parameters. */
export type RequestWithQuery = IncomingMessage & { query: Query };

/** Reads a query without its question mark, as Next does. */
export function readQuery(search: string): Query {
  const query: Query = {};
  const given = new URLSearchParams(search);
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return query;
}
