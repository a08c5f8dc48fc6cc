import type { Problem } from "@/components/http/request";
import type { PayApi, PurchaseAnswer } from "@/components/payments/wire/pay-api";
import type { PaymentMemory, SavedPayment } from "@/components/payments/wire/saved-payment";

/** Longest wait between two attempts to send the same authorization again (ms). */
const MAX_WAIT = 15_000;

/** The longest that somebody's `Retry-After` is waited for (ms): an outcome is worth more attempts than that. */
const LONGEST_WAIT = 60_000;

/** How long to wait before asking again (ms): 1 s at first, at most 15 s. */
export function longerEachTime(tries: number): number {
  return Math.min(1_000 * 2 ** tries, MAX_WAIT);
}

type Options<Result> = {
  api: Pick<PayApi<Result>, "purchase">;
  memory: Pick<PaymentMemory, "save">;
  wait: (ms: number) => Promise<void>;
  /** `problem`: what came instead of an answer of the server, if anything did. */
  onLost: (problem: Problem | null) => void;
};

type Judgement<Result> = Exclude<PurchaseAnswer<Result>, { kind: "lost" }>;

/**
 * Sends an authorization until a response decides about it. Always the same one, unchanged: a lost response is no
 * reason to sign another, because this one may have been settled. It is saved before it is sent, so that a reload sends the same again.
 */
export async function saveAndPresent<Result>(
  payment: SavedPayment,
  { api, memory, wait, onLost }: Options<Result>,
): Promise<Judgement<Result>> {
  const { header, claimToken, waives } = payment;
  memory.save(payment);
  for (let tries = 0; ; tries += 1) {
    const answer = await api.purchase({ header, claimToken, waives });
    if (answer.kind !== "lost") return answer;
    onLost(answer.problem);
    const asked = Math.min(Number(answer.problem?.retryAfter ?? 0) * 1_000, LONGEST_WAIT);
    await wait(Math.max(longerEachTime(tries), asked));
  }
}
