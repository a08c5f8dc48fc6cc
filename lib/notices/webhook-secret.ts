import "server-only";
import { createHmac } from "node:crypto";
import { derivedKey } from "@/lib/settings/derived-key";

/** The channel of the operator's own webhook. */
export const OPERATOR = "operator";

/**
 * The secret that signs one channel's webhooks, as Standard Webhooks writes it. It follows from SESSION_SECRET, so the database
 * does not hold it, and it can be shown again. A new SESSION_SECRET makes new ones.
 *
 * @param channelId of a seller's channel, or `OPERATOR`
 */
export function webhookSecret(channelId: string): string {
  const key = createHmac("sha256", derivedKey("notices")).update(`webhook ${channelId}`).digest("base64");
  return `whsec_${key}`;
}
