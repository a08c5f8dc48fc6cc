import "server-only";
import type { IncomingMessage } from "node:http";

/** The parameters of an address. One that is named twice is a list. */
export type Query = Partial<Record<string, string | string[]>>;

/** A request as Next hands it to a Pages API route: the parts of its path that have a name are among the parameters. */
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
