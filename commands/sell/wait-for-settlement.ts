import { setTimeout as sleep } from "node:timers/promises";
import { refusalOf } from "@/commands/pay/refused";
import type { PaymentStatus } from "@/lib/shop/schema";
import { Interrupted } from "./interrupted";
import { say } from "./run";

/** Networks are certain after half a minute to a quarter of an hour; longer waits are for another run. */
const PATIENCE_S = 300;

/** Of a payment for storage. */
type StoragePaymentStatus = PaymentStatus & { uploadId?: string | null };

/**
 * Asks for the status of a payment until no money can move any more.
 *
 * @throws Interrupted when that takes too long; Refused
 */
export async function waitForSettlement(server: string, paymentId: string): Promise<StoragePaymentStatus> {
  const address = new URL(`/api/payments/${encodeURIComponent(paymentId)}`, server);
  for (let waited = 0; ; ) {
    const answer = await fetch(address).catch(() => null);
    if (answer && !answer.ok && answer.status < 500 && answer.status !== 429) throw await refusalOf(answer);
    // A page of a network or proxy says nothing about the payment.
    const status = answer?.ok ? ((await answer.json().catch(() => null)) as StoragePaymentStatus | null) : null;
    if (status?.pending === false) return status;
    const seconds = Math.max(1, Number(answer?.headers.get("retry-after")) || 2);
    if (waited + seconds > PATIENCE_S) {
      throw new Interrupted(
        `The payment for storage is still being confirmed (${address}). You will not be charged twice.`,
      );
    }
    say("The payment for storage is being confirmed. You will not be charged twice …");
    await sleep(seconds * 1_000);
    waited += seconds;
  }
}
