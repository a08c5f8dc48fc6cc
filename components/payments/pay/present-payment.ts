import type { PayApi, PurchaseAnswer, SignedPayment } from "@/components/payments/wire/pay-api";

/** Longest wait between two attempts to send the same authorization again (ms). */
const LONGEST_WAIT = 15_000;

/** How long to wait before asking again (ms): 1 s at first, at most 15 s. */
export function longerEachTime(tries: number): number {
  return Math.min(1_000 * 2 ** tries, LONGEST_WAIT);
}

type Options = {
  api: Pick<PayApi, "purchase">;
  wait: (ms: number) => Promise<void>;
  onLost: () => void;
};

type Judgement = Exclude<PurchaseAnswer, { kind: "lost" }>;

/**
 * Sends an authorization until a response decides about it. Always the same one, unchanged: a lost response is no
 * reason to sign another, because this one may have been settled.
 */
export async function presentPayment(payment: SignedPayment, { api, wait, onLost }: Options): Promise<Judgement> {
  for (let tries = 0; ; tries += 1) {
    const answer = await api.purchase({ header: payment.header, claimToken: payment.claimToken });
    if (answer.kind !== "lost") return answer;
    onLost();
    await wait(longerEachTime(tries));
  }
}
