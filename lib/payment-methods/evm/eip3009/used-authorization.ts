import "server-only";
import type { Hex } from "viem";
import { SECOND } from "@/lib/clock";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readAuthorizationState } from "@/lib/payment-methods/evm/chain/token";
import { type MarkedAuthorization, openSale } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import type { Authorization, PaymentMethod, Proof, Use } from "@/lib/payments/ports";
import { derivedKeys } from "@/lib/settings/derived-key";
import { settings } from "@/lib/settings/settings";
import { EMBEDDED, networkOf, payerOf, readAuthorization } from "./authorization";
import { checkLocally, checkSigner } from "./check-locally";
import { forgetUse, lookBack } from "./look-back";
import { proveTransfer } from "./prove-transfer";
import { MIN_SECONDS_LEFT } from "./time-window";

/** Authorizations that the chain shows used, and that no row of ours explains. */

/** Checked as of a moment when it was still valid. An unused one costs one request. */
export async function isSignedAndUsed(authorization: Authorization): Promise<boolean> {
  const network = networkOf(authorization);
  const presented = readAuthorization(authorization);
  const then = new Date(Number(presented.validBefore - MIN_SECONDS_LEFT) * SECOND);
  if (Number.isNaN(then.getTime())) return false;
  const locally = await checkLocally(presented, network, then);
  if (locally.kind === "refused") return false;
  if (!(await readAuthorizationState(network, presented.from, presented.nonce))) return false;
  const { byKey } = locally;
  return (await checkSigner(presented, network, { byKey, deploysFrom: () => 0n, now: then })).kind === "good";
}

export const findUse: PaymentMethod["findUse"] = async (
  authorization,
  { fits, deadline, now },
): Promise<Use | null> => {
  const network = networkOf(authorization);
  const presented = readAuthorization(authorization);
  const use = await lookBack({ network, presented, fits, deadline, now });
  if (use === null) return null;
  if (use.kind === "cancelled") return { kind: "cancelled" };
  const { asset: token, payer, payee: payTo, amount } = authorization;
  const signed = { token, payer, payTo, amount: amount.toString(), nonce: presented.nonce };
  const proof = await proveTransfer(publicClient(network.chainId), signed, use.transaction);
  if (proof === "not-found") {
    forgetUse(network, presented);
    return null;
  }
  if (!proof) return { kind: "otherwise", transaction: use.transaction };
  const isOurs = await isSentByUs(network, proof);
  const marked = { network: network.caip2, token, payer, nonce: presented.nonce };
  const offerId = isOurs ? await readMarkedOffer(network, marked, proof.transaction) : null;
  return { kind: "transfer", proof, payer: payerOf(network, payer, "key"), isOurs, offerId };
};

async function readMarkedOffer({ chainId }: Network, marked: MarkedAuthorization, transaction: string) {
  const { input } = await publicClient(chainId).getTransaction({ hash: transaction as Hex });
  for (const key of derivedKeys("chain backup")) {
    const offer = openSale(key, marked, input);
    if (offer) return offer.id;
  }
  return null;
}

/** Only our own gas account settles for this shop and no other. */
async function isSentByUs({ chainId }: Network, { sender }: Proof): Promise<boolean> {
  if (!settings().facilitators[chainId]) return false;
  const facilitator = configuredFacilitator(chainId);
  return facilitator.name === EMBEDDED && (await facilitator.signers(chainId)).includes(sender);
}
