import "server-only";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readPayer } from "@/lib/payment-methods/evm/chain/read-payer";
import { readAuthorizationState, readBalance } from "@/lib/payment-methods/evm/chain/token";
import type { Eip3009 } from "./authorization";
import { type Checked, checkLocally, checkSigner, type SignerOptions } from "./check-locally";

/** A valid authorization, with the chain's state before anything is reserved. */
type Good = Extract<Checked, { kind: "good" }> & { newestBlock: bigint; balance: bigint; isUsed: boolean };

type Judged = Extract<Checked, { kind: "refused" }> | Good;

/**
 * Checks an authorization, the cheapest checks first: those in this process, then the code at the payer's address, and
 * the rest only for one that may be valid. A key's valid signature needs one request, or two rounds of them where the
 * node takes one call at a time.
 *
 * The newest block is requested before anything that reveals the signature, and never after its use is: a use up to
 * that block gives nothing, seen or not (rule 3d), even if another node answers for the use and lags behind. The use is
 * also checked after the balance: if that is too low and the authorization unused, the wallet was not emptied by this
 * authorization.
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
  const key = locally.byKey ? await judgeKey(payment, network) : null;
  if (key) return key;
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

/** Judges an authorization validly signed by a key. Null when the payer has code, or the node takes no batches. */
async function judgeKey(payment: Eip3009, network: Network): Promise<Good | null> {
  const { from, nonce, value } = payment;
  const state = await readPayer(network, from, nonce);
  if (!state || state.hasCode) return null;
  const { newestBlock, balance } = state;
  const isUsed = state.isUsed || (balance < value && (await readAuthorizationState(network, from, nonce)));
  return { kind: "good", payer: "key", newestBlock, balance, isUsed };
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
