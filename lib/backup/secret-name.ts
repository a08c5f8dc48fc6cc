import "server-only";
import { createHash } from "node:crypto";
import { derivedKey } from "@/lib/settings/derived-key";

/** Names a SESSION_SECRET in a manifest without telling it: SHA-256 of a key that nothing else uses, as lower-case hex. */
export function secretName(secret?: string): string {
  return createHash("sha256").update(derivedKey("backup", secret)).digest("hex");
}
