import type { PayApi } from "@/components/payments/wire/pay-api";
import type { PaymentMemory } from "@/components/payments/wire/saved-payment";
import type { PaymentStatus, PurchaseResult } from "@/lib/shop/schema";

/** The server's result for the payment in progress on a file's page. */
export type Became =
  /** Bought, now or before. */
  | { kind: "paid"; result: PurchaseResult }
  /** Money may be moving. */
  | { kind: "pending" }
  /** Accepted, but this browser's claim tokens give no access: the page itself offers the next step. */
  | { kind: "taken" }
  /** The server said that nothing was charged. */
  | { kind: "nothing" }
  /** The server could not be reached. */
  | { kind: "unknown" };

type Options = {
  api: Pick<PayApi, "purchase" | "claim">;
  memory: PaymentMemory;
  readStatus: (paymentId: string) => Promise<PaymentStatus>;
  /** Called with the claim token of the purchase, before it is deleted. */
  onBought: (claimToken: string) => void;
};

/**
 * Asks the server for the outcome of the payment on a page that crashed. A signed authorization without a decisive
 * response is presented again unchanged, which a reload would do too, and which never charges twice; without one, this
 * browser's claim tokens are sent.
 */
export async function becameOfPayment(options: Options): Promise<Became> {
  const { api, memory } = options;
  const saved = memory.load();
  const answer = await api.purchase(saved?.judged ? { claimToken: saved.claimToken } : (saved ?? undefined));
  switch (answer.kind) {
    case "granted":
      return bought(answer.result, options);
    case "unknown":
    case "known":
      return answer.paymentId ? follow(answer.paymentId, options) : { kind: "taken" };
    case "owed":
      return { kind: "taken" };
    case "challenge":
    case "refused":
      if (answer.problem.code === "payment_unrecorded") return { kind: "taken" };
      // With insufficient funds the authorization stays usable for later.
      if (saved && answer.problem.code === "insufficient_funds") memory.save({ ...saved, judged: true });
      else memory.clear();
      return { kind: "nothing" };
    case "lost":
      return { kind: "unknown" };
  }
}

async function follow(paymentId: string, options: Options): Promise<Became> {
  const status = await options.readStatus(paymentId).catch(() => null);
  if (!status) return { kind: "unknown" };
  if (status.pending) return { kind: "pending" };
  if (status.state === "failed") {
    options.memory.clear();
    return { kind: "nothing" };
  }
  if (status.state !== "settled") return { kind: "taken" };
  const saved = options.memory.load();
  const answer = await options.api.purchase(saved ? { claimToken: saved.claimToken } : undefined);
  if (answer.kind === "granted") return bought(answer.result, options);
  return { kind: answer.kind === "lost" ? "unknown" : "taken" };
}

async function bought(result: PurchaseResult, { api, memory, onBought }: Options): Promise<Became> {
  const saved = memory.load();
  if (saved) {
    // If the response that made the grant was lost, so were its cookies.
    if (!result.claimToken) await api.claim(saved.claimToken).catch(() => {});
    onBought(saved.claimToken);
    memory.clear();
  }
  return { kind: "paid", result };
}
