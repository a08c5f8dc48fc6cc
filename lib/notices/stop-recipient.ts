import "server-only";
import { db } from "@/lib/db/client";

/**
 * Ends all messages to a recipient, who unsubscribed or whose server says that there is none. The operator's own addresses are in
 * the settings and stay.
 *
 * @param recipient as deliveries name it: `seller:…` or `buyer:…`
 */
export async function stopRecipient(recipient: string, now: Date): Promise<void> {
  const [holder, id = ""] = recipient.split(":");
  const [where, data] = [{ id, stoppedAt: null }, { stoppedAt: now }];
  if (holder === "seller") await db().sellerChannel.updateMany({ where, data });
  if (holder === "buyer") await db().buyerAddress.updateMany({ where, data });
}
