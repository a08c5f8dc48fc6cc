import "server-only";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readPayer } from "@/lib/payment-methods/evm/chain/read-payer";
import type { KeySignature } from "@/lib/payment-methods/evm/chain/read-signature";
import { readAuthorizationState, readBalance } from "@/lib/payment-methods/evm/chain/token";
import type { Eip3009 } from "./authorization";
import { type Checked, checkKey, checkLocally, checkSigner, type ForFacilitator } from "./check-locally";
import type { Refused } from "./refusal";
import { untilValid } from "./time-window";

/** A valid authorization, with the chain's state before anything is reserved. */
type Good = Extract<Checked, { kind: "good" }> & { newestBlock: bigint; balance: bigint; isUsed: boolean };

type Judged = Refused | Good;

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
 * One that becomes valid in a few seconds is waited for, if it can be settled then.
 *
 * @throws when the chain cannot be read
 */
export async function judgeAuthorization(
  payment: Eip3009,
  network: Network,
  { simulatesAt, ...options }: ForFacilitator,
): Promise<Judged> {
  const judged = await judgeNow(payment, network, options);
  if (judged.kind === "refused" || judged.isUsed || judged.balance < payment.value) return judged;
  return (await untilValid(payment, network, { at: simulatesAt, now: options.now })) ?? judged;
}

async function judgeNow(
  payment: Eip3009,
  network: Network,
  { now, deploysFrom }: Omit<ForFacilitator, "simulatesAt">,
): Promise<Judged> {
  const locally = await checkLocally(payment, network, now);
  if (locally.kind === "refused") return locally;
  const { byKey } = locally;
  const key = byKey ? await judgeKey(payment, network, { byKey, now }) : null;
  if (key) return key;
  const block = once(() => publicClient(network.chainId).getBlockNumber({ cacheTime: 0 }));
  const money = once(() => readBalance(network, payment.from));
  if (byKey) for (const ask of [block, money]) ask();
  const signer = await checkSigner(payment, network, { byKey, deploysFrom, beforeShown: block, now });
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
async function judgeKey(
  payment: Eip3009,
  network: Network,
  { byKey, now }: { byKey: KeySignature; now: Date },
): Promise<Judged | null> {
  const { from, nonce, value } = payment;
  const state = await readPayer(network, from, nonce);
  if (!state || state.hasCode) return null;
  const checked = checkKey(payment, byKey, now);
  if (checked.kind === "refused") return checked;
  const { newestBlock, balance } = state;
  const isUsed = state.isUsed || (balance < value && (await readAuthorizationState(network, from, nonce)));
  return { ...checked, newestBlock, balance, isUsed };
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
