import "server-only";
import { type Deadline, orLate } from "@/lib/deadline";
import type { Authorization, PaymentMethod } from "@/lib/payments/ports";

/**
 * Whether a transaction that uses the authorization is pending at the node. Then it does not prove that the payer made
 * this request: anyone who saw the transaction has it too.
 */
export async function isOnItsWay(
  method: PaymentMethod,
  authorization: Authorization,
  deadline: Deadline,
): Promise<boolean> {
  // A request without time left for the check gives no access.
  return (await orLate(method.isOnItsWay(authorization), deadline)) ?? true;
}
