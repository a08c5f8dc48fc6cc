import type { PaymentRequired } from "@x402/core/types";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { TestChain } from "../test/chain";
import { decode, signPayment } from "../test/sign-payment";
import { ask } from "./http";

/** Milliseconds for one answer, which may have to wait for a block. */
const ANSWER = 10_000;

export type PasserBy = {
  /** One try, by the same authorization each time. True once the file has come. */
  buyAt(fileUrl: string): Promise<boolean>;
};

/**
 * Somebody who is no purchase of the run, and buys with money of his own: a process that settles for him has the gas
 * account. Whoever is short of money, or signs badly, is sent away before a process looks whether it has.
 */
export async function passBy(chain: Pick<TestChain, "fund">): Promise<PasserBy> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.fund(account.address, 1_000_000n);
  let header: string | undefined;
  return {
    async buyAt(fileUrl) {
      const get = (headers: Record<string, string> = {}) =>
        ask(fileUrl, { headers, signal: AbortSignal.timeout(ANSWER) });
      if (!header) {
        const challenge = await get();
        if (challenge === "lost" || challenge.status !== 402) return false;
        const required = decode<PaymentRequired>(challenge.headers.get("payment-required"));
        header = (await signPayment(required, account)).header;
      }
      const answer = await get({ "PAYMENT-SIGNATURE": header });
      return answer !== "lost" && answer.status === 200;
    },
  };
}
