import "server-only";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";
import { readAuthorizationState, readBalance } from "@/lib/chain/token";
import type { PresentedPayment } from "@/lib/payments/x402/decode-payment";
import { type Checked, checkLocally, checkSigner, type SignerOptions } from "./check-authorization";

/** A valid authorization, with the chain's state before anything is reserved. */
type Good = Extract<Checked, { kind: "good" }> & { newestBlock: bigint; balance: bigint; isUsed: boolean };

type Judged = Extract<Checked, { kind: "refused" }> | Good;

/**
 * Judges an authorization by what costs least: this process alone, then what stands at the payer's address, and only for
 * one that may be good the rest. A key's good signature waits for two rounds of questions.
 *
 * The newest block is asked for before anything that shows the authorization, and read before whether it is used: whatever
 * uses it in between is seen, and whatever uses it later is in a later block. Whether it is used is asked after the balance
 * too: where that is short and the authorization unused, no use of this one emptied the wallet.
 *
 * @throws when the chain cannot be read
 */
export async function judgeAuthorization(
  payment: PresentedPayment,
  network: Network,
  { now, deploysFrom }: Pick<SignerOptions, "deploysFrom"> & { now: Date },
): Promise<Judged> {
  const locally = await checkLocally(payment, network, now);
  if (locally.kind === "refused") return locally;
  const block = once(() => publicClient(network.chainId).getBlockNumber({ cacheTime: 0 }));
  const money = once(() => readBalance(network, payment.from));
  if (locally.byKey) for (const ask of [block, money]) ask();
  const signer = await checkSigner(payment, network, { byKey: locally.byKey, deploysFrom, beforeShown: block });
  if (signer.kind === "refused") return signer;
  const [newestBlock, balance] = await Promise.all([block(), money()]);
  return {
    ...signer,
    newestBlock,
    balance,
    isUsed: await readAuthorizationState(network, payment.from, payment.nonce),
  };
}

/** Sends the request at the first call. A caller that does not wait for the result does not get its error either. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    answer.catch(() => {});
    return answer;
  };
}
