import "server-only";
import { createHmac } from "node:crypto";
import { derivedKey } from "@/lib/settings/derived-key";
import { settings } from "@/lib/settings/settings";

/** The channel of the operator's own webhook. */
export const OPERATOR = "operator";

/**
 * The secret that signs one channel's webhooks, as Standard Webhooks writes it. It follows from SESSION_SECRET, so the database
 * does not hold it, and it can be shown again.
 *
 * @param channelId of a seller's channel, or `OPERATOR`
 */
export function webhookSecret(channelId: string): string {
  return secretBy(settings().sessionSecret, channelId);
}

/** That one, and after it those of earlier session secrets: a receiver that still has the old one accepts the messages. */
export function webhookSecrets(channelId: string): string[] {
  return [webhookSecret(channelId), ...settings().oldSessionSecrets.map((secret) => secretBy(secret, channelId))];
}

function secretBy(sessionSecret: string, channelId: string): string {
  const key = derivedKey("notices", sessionSecret);
  return `whsec_${createHmac("sha256", key).update(`webhook ${channelId}`).digest("base64")}`;
}
