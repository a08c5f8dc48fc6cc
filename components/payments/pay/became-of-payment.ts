import type { PayApi } from "@/components/payments/wire/pay-api";
import type { PaymentMemory } from "@/components/payments/wire/saved-payment";
import type { PaymentStatus, PurchaseResult } from "@/lib/payments/schema";

/** What the server says has become of what was in progress on a file's page. */
export type Became =
  /** Bought, by now or before. */
  | { say: "paid"; result: PurchaseResult }
  /** Money may be moving. */
  | { say: "pending" }
  /** Taken, yet this browser's keys do not open the file: the page itself knows the way on. */
  | { say: "taken" }
  /** The server said that nothing was charged. */
  | { say: "nothing" }
  /** Nobody could be asked. */
  | { say: "unknown" };

type Options = {
  api: Pick<PayApi, "purchase" | "claim">;
  memory: PaymentMemory;
  readStatus: (paymentId: string) => Promise<PaymentStatus>;
  /** Told the claim token of what was bought, before it is forgotten. */
  onBought: (claimToken: string) => void;
};

/**
 * Asks the server what became of the payment of a page that broke off. What was signed and not judged is presented again
 * exactly as it is, which a reload would do too, and which never charges twice; without it, this browser's keys are shown.
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
      return answer.paymentId ? follow(answer.paymentId, options) : { say: "taken" };
    case "challenge":
    case "refused":
      if (answer.problem.code === "payment_unrecorded") return { say: "taken" };
      // Missing money leaves the authorization good for later.
      if (saved && answer.problem.code === "insufficient_funds") memory.save({ ...saved, judged: true });
      else memory.clear();
      return { say: "nothing" };
    case "lost":
      return { say: "unknown" };
  }
}

async function follow(paymentId: string, options: Options): Promise<Became> {
  const status = await options.readStatus(paymentId).catch(() => null);
  if (!status) return { say: "unknown" };
  if (status.pending) return { say: "pending" };
  if (status.state === "failed") {
    options.memory.clear();
    return { say: "nothing" };
  }
  if (status.state !== "settled") return { say: "taken" };
  const saved = options.memory.load();
  const answer = await options.api.purchase(saved ? { claimToken: saved.claimToken } : undefined);
  if (answer.kind === "granted") return bought(answer.result, options);
  return { say: answer.kind === "lost" ? "unknown" : "taken" };
}

async function bought(result: PurchaseResult, { api, memory, onBought }: Options): Promise<Became> {
  const saved = memory.load();
  if (saved) {
    // When the answer that made the grant got lost, so did its cookies.
    if (!result.claimToken) await api.claim(saved.claimToken).catch(() => {});
    onBought(saved.claimToken);
    memory.clear();
  }
  return { say: "paid", result };
}
