import "server-only";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { Authorization, Payer, Provable } from "@/lib/payments/ports";
import type { TransferRow } from "@/lib/payments/rows";
import type { ProvablePayment } from "./chain-truth";

/** EIP-3009 `TransferWithAuthorization`, decoded and signed. Hex is lower-case. */
export type Eip3009 = {
  from: `0x${string}`;
  to: `0x${string}`;
  /** Atomic units. */
  value: bigint;
  /** Unix seconds. */
  validAfter: bigint;
  /** Unix seconds. */
  validBefore: bigint;
  nonce: `0x${string}`;
  signature: `0x${string}`;
};

/** The name of this method in rows. */
export const EIP3009 = "eip3009";
/** The facilitator that is this process itself, with its own gas key. */
export const EMBEDDED = "embedded";

/** What was signed besides token, payer, payee and value, as rows keep it. Numbers are decimal text. */
type Signed = { nonce: `0x${string}`; validAfter: string; validBefore: string };

/** The authorization in the core's words. */
export function toAuthorization(network: Network, presented: Eip3009): Authorization {
  const { from, to, value, validAfter, validBefore, nonce, signature } = presented;
  const signed: Signed = { nonce, validAfter: validAfter.toString(), validBefore: validBefore.toString() };
  return {
    method: EIP3009,
    network: network.caip2,
    asset: network.token.address.toLowerCase(),
    payer: from,
    payee: to,
    amount: value,
    replayKey: replayKey(network, presented),
    signed: JSON.stringify(signed),
    signature,
  };
}

/** What identifies an authorization: EIP-3009 accepts each nonce of a payer once, on its chain and in its token. */
export function replayKey({ caip2, token }: Network, { from, nonce }: Pick<Eip3009, "from" | "nonce">): string {
  return `${caip2}:${token.address.toLowerCase()}:${from}:${nonce}`;
}

/** @see Signed */
export function readSigned({ signed }: Pick<TransferRow, "signed">): Signed {
  return JSON.parse(signed) as Signed;
}

/** A row's authorization, as it was presented. */
export function readAuthorization(
  row: Pick<TransferRow, "payer" | "payee" | "signed" | "signature"> & { amount: string | bigint },
): Eip3009 {
  const { nonce, validAfter, validBefore } = readSigned(row);
  return {
    from: row.payer as `0x${string}`,
    to: row.payee as `0x${string}`,
    value: BigInt(row.amount),
    validAfter: BigInt(validAfter),
    validBefore: BigInt(validBefore),
    nonce,
    signature: row.signature as `0x${string}`,
  };
}

/**
 * The payer in the core's words: CAIP-10 with lower-case hex.
 *
 * @param kind `key`: a plain key, which is the same person on every EVM network
 */
export function payerOf({ caip2 }: { caip2: string }, address: string, kind: "key" | "account"): Payer {
  return { account: `${caip2}:${address}`, person: personOf(address), isOneEverywhere: kind === "key" };
}

/** Who a plain key is on every EVM network. */
export function personOf(address: string): string {
  return `eip155:${address}`;
}

/** @throws Error for a network that this version does not know */
export function networkOf({ network }: Pick<TransferRow, "network">): Network {
  const found = findNetworkByCaip2(network);
  if (!found) throw new Error(`A transfer is on ${network}, which this version does not know.`);
  return found;
}

/** A row as the chain's readers take it. */
export function asProvable({ asset, payer, payee, amount, signed, anchor }: Provable): ProvablePayment {
  const { nonce, validBefore } = readSigned({ signed });
  return { token: asset, payer, payTo: payee, amount, nonce, validBefore, reservedAtBlock: anchor };
}
