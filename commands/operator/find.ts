import { UsageError } from "@/commands/arguments";
import { ID_PATTERN } from "@/lib/ids";
import { searchSellers } from "@/lib/operator/search-sellers";

/** The id in a link, or the id itself. */
export function fileIdOf(text: string): string {
  return new RegExp(`/f/(${ID_PATTERN})`).exec(text)?.[1] ?? text;
}

/** The id of the seller with this id or address. @throws UsageError when there are several with one address */
export async function sellerIdOf(text: string): Promise<string> {
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return text;
  const { rows } = await searchSellers(text);
  const own = rows.filter(({ address }) => address === text.toLowerCase());
  const [only, other] = own;
  if (!only) throw new UsageError(`There is no seller with the address ${text}.`);
  if (other) {
    const ids = own.map(({ id, chainId }) => `${id} (chain ${chainId || "any"})`);
    throw new UsageError(`Several sellers have this address. Name one by its id: ${ids.join(", ")}.`);
  }
  return only.id;
}
