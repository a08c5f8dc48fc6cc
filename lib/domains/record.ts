import "server-only";
import { settings } from "@/lib/settings/settings";

type Claim = { domain: string; token: string };
type Owner = { chainId: number; address: string };

/** The name that holds the record (RFC 8552: a name of its own for each use). */
export const recordName = (domain: string) => `_filekiosk.${domain}`;

/**
 * The text that proves a domain. It names the shop and the seller, so that it proves nothing at another shop or for another seller, and
 * has a random part, so that a record from an earlier owner of the domain proves nothing later.
 */
export function recordText({ token }: Pick<Claim, "token">, { chainId, address }: Owner): string {
  const seller = chainId === 0 ? address : `eip155:${chainId}:${address}`;
  return `filekiosk1 shop=${settings().appUrl} seller=${seller} token=${token}`;
}

/** Whether one of these records is it. Spaces and case may have changed on the way through a registrar's form. */
export function isProof(texts: readonly string[], claim: Pick<Claim, "token">, owner: Owner): boolean {
  const plain = (text: string) => text.trim().replace(/^"|"$/g, "").replace(/\s+/g, " ");
  const wanted = recordText(claim, owner);
  return texts.some((text) => plain(text) === wanted);
}
