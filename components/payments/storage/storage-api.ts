import { type PaidRequest, type PayApi, purchase, readPayer } from "@/components/payments/wire/pay-api";
import type { KeptStorage } from "@/lib/products/storage/schema";

/** Paid. `kept` null: the answer got lost, and what it said has to be read elsewhere. */
export type StoragePaid = { paymentId: string; kept: KeptStorage | null; claimToken?: never; recoveryUrl?: never };

/** The requests that paying for storage needs. */
export function createStorageApi(request: PaidRequest): PayApi<StoragePaid> {
  return {
    async purchase(payment) {
      // Nothing is opened by a claim token: it stays here.
      const header = payment && "header" in payment ? { header: payment.header } : undefined;
      const answer = await purchase<KeptStorage>(request, header);
      if (answer.kind === "granted") {
        return { kind: "granted", result: { paymentId: answer.result.paymentId, kept: answer.result } };
      }
      // Known, but not by which name: the same authorization is sent again until there is something to follow.
      if (answer.kind === "known" && answer.paymentId === null) return { kind: "lost", problem: null };
      return answer;
    },
    collect: async (paymentId) => ({ kind: "granted", result: { paymentId, kept: null } }),
    payer: (network, address) => readPayer({ network, address }),
    claim: async () => {},
  };
}
