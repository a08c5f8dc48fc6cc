import { safeStorage } from "@/components/ui/safe-storage";

/**
 * The key (claim token: 32 random bytes as base64url) under which this browser takes a gift. It is kept under the hash of the
 * link's secret, so that asking again after a lost answer asks with the same one.
 *
 * @param make false: only one that is there already
 */
export async function keyFor(token: string, make: boolean): Promise<string | null> {
  const store = safeStorage("localStorage");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  const name = `filekiosk.gift.${base64url(new Uint8Array(digest)).slice(0, 16)}`;
  const kept = store.getItem(name);
  if (kept || !make) return kept;
  const key = base64url(crypto.getRandomValues(new Uint8Array(32)));
  store.setItem(name, key);
  return key;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
