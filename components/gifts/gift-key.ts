import { safeStorage } from "@/components/ui/safe-storage";

/**
 * The claim token (32 random bytes as base64url) with which this browser takes a gift. It is stored under the hash of
 * the link's secret, so that a repeated request after a lost response uses the same one.
 *
 * @param make false: only an existing one
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
