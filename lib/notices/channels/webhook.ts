import "server-only";
import { Webhook } from "standardwebhooks";
import { type Message, Refused, type Target } from "@/lib/notices/message";
import { webhookSecrets } from "@/lib/notices/webhook-secret";
import { postOutside } from "@/lib/outbound/post-outside";

/**
 * Posts a signed webhook (Standard Webhooks 1.0). `webhook-id` is the same at every attempt.
 *
 * @throws Refused after 410; OutboundError or the connection's error
 */
export async function sendWebhook(id: string, target: Target, message: Message, now: Date): Promise<void> {
  const body = JSON.stringify({ type: message.kind, timestamp: now.toISOString(), data: message.data });
  const signatures = webhookSecrets(target.id).map((secret) => new Webhook(secret).sign(id, now, body));
  const { status } = await postOutside(target.to, body, {
    isOperators: target.isOperators,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Filekiosk",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": signatures.join(" "),
    },
  });
  if (status === 410) throw new Refused("The webhook answered that it is gone (410).", true);
  if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`);
}
