import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { PUBLIC_SESSION_SECRET } from "@/lib/settings/parsers/secrets";
import { isLoopback } from "@/lib/settings/parsers/urls";

const FIX =
  "Make one with `openssl rand -hex 32`, keep the old one for `npm run sales-on-chain`, not in OLD_SESSION_SECRETS, and restart: everybody has to sign in again.";

/** The start refuses short secrets; these would pass it. */
export const sessionSecret: Check = {
  name: "session-secret",
  run({ settings: { sessionSecret: secret, appUrl } }) {
    const about = "SESSION_SECRET";
    if (secret === PUBLIC_SESSION_SECRET && !isLoopback(appUrl)) {
      const words = "This secret is the demo's, which everybody knows: anyone can sign in as any seller.";
      return [trouble("session-secret-public", { about, words, fix: FIX })];
    }
    if (secret !== PUBLIC_SESSION_SECRET && isTyped(secret)) {
      const words = "This secret looks like words that a person typed, which can be guessed.";
      return [trouble("session-secret-weak", { about, words, fix: FIX })];
    }
    return [fine("session-secret", "The session secret is long and looks random.", about)];
  },
};

/** Words, or few different characters for its length: 64 random hex digits have at least 12 different ones. */
function isTyped(secret: string): boolean {
  return /\s/.test(secret) || /^[a-z.,_-]+$/i.test(secret) || new Set(secret).size < Math.min(12, secret.length / 4);
}
