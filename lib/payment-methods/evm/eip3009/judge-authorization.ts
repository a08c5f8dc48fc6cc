import "server-only";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readAuthorizationState, readBalance } from "@/lib/payment-methods/evm/chain/token";
import type { Eip3009 } from "./authorization";
import { type Checked, checkLocally, checkSigner, type SignerOptions } from "./check-locally";

/** A valid authorization, with the chain's state before anything is reserved. */
type Good = Extract<Checked, { kind: "good" }> & { newestBlock: bigint; balance: bigint; isUsed: boolean };

type Judged = Extract<Checked, { kind: "refused" }> | Good;

/**
 * Checks an authorization, the cheapest checks first: those in this process, then the code at the payer's address, and
 * the rest only for one that may be valid. A key's valid signature needs two rounds of requests.
 *
 * The newest block is requested before anything that reveals the authorization, and read before its use: a use in
 * between is seen, and a later use is in a later block. The use is also checked after the balance: if that is too low
 * and the authorization unused, the wallet was not emptied by this authorization.
 *
 * @throws when the chain cannot be read
 */
export async function judgeAuthorization(
  payment: Eip3009,
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
