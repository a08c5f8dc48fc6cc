/** The query of `GET /api/sales`, which is also that of the page's address. */
const NAMES = ["q", "state", "file", "from", "to", "before", "after"] as const;
type Name = (typeof NAMES)[number];

/** Which sales an address asks for; empty texts for what it does not say. */
export type SalesAddress = Record<Name, string>;

/** Reads an address; names that it does not know are left out. */
export function readAddress(address: { get(name: string): string | null }): SalesAddress {
  return Object.fromEntries(NAMES.map((name) => [name, address.get(name) ?? ""])) as SalesAddress;
}

/** As a query with its question mark; empty for the newest sales. */
export function writeAddress(address: SalesAddress): string {
  const query = new URLSearchParams(Object.entries(address).filter(([, value]) => value !== ""));
  return query.size === 0 ? "" : `?${query}`;
}

/** The address of the list with changes, from its first page on unless they name another. */
export function salesHref(address: SalesAddress, changes: Partial<SalesAddress> = {}): string {
  return `/dashboard/sales${writeAddress({ ...address, before: "", after: "", ...changes })}`;
}

export const noAddress = readAddress(new URLSearchParams());
