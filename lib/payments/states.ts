import "server-only";
import type { PaymentState } from "./schema";

/** States of a transfer by what they mean for money. */

/** States in which money may still move or has moved: no fresh challenge, no second charge. */
export const UNRESOLVED = ["reserved", "settling", "unknown"] as const satisfies PaymentState[];

/** States of a transfer that was settled on the chain at some time. */
export const ONCE_SETTLED = ["settled", "reverted"] as const satisfies PaymentState[];

/** The same as people see it, refunded payments included. */
const ONCE_PAID = [...ONCE_SETTLED, "refunded"] as const satisfies PaymentState[];

/** True while money may still move. */
export function isUnresolved(state: string): boolean {
  return (UNRESOLVED as readonly string[]).includes(state);
}

/** True if the payer's money has moved, even if it came back afterwards. */
export function wasPaid(state: string): boolean {
  return (ONCE_PAID as readonly string[]).includes(state);
}
