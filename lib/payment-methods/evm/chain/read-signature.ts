import "server-only";
import { type Hex, serializeErc6492Signature } from "viem";
import {
  accountAccepts,
  type CounterfactualSignature,
  counterfactualAccepts,
  type Question,
} from "./account-signature";
import type { Address } from "./networks";
import { recoverAddress } from "./recover-address";
import { asByKey, hasHighS, lowerHex } from "./signature-forms";

/** Where signatures become canonical, for every door: payments, refunds, sign-ins, proofs, payout addresses, deletions. */

/** A signature by the key of an address. */
export type KeySignature = {
  /** r, s and v (27 or 28). */
  signature: Hex;
  /** Its s is in the upper half: a valid signature that tokens refuse. */
  isHigh: boolean;
};

/**
 * Whether the key of an address signed a hash, in any spelling: v as 0, 1, 27 or 28, or compact (EIP-2098).
 *
 * @returns null when it did not
 */
export async function readKeySignature(hash: Hex, address: Address, presented: Hex): Promise<KeySignature | null> {
  const signature = asByKey(lowerHex(presented));
  if (!signature || (await recoverAddress(hash, signature)) !== address) return null;
  return { signature, isHigh: hasHighS(signature) };
}

/** What is said about a key's signature with a high s. */
export const HIGH_S =
  "The wallet signed it in a form that Ethereum's contracts refuse (s in the upper half, EIP-2). Sign again with a wallet that makes low s.";

/** What is said about an empty signature where nobody can have approved anything on chain. */
export const NO_CODE =
  "The signature is empty, as by a contract wallet that approved on chain, but there is no contract at this address on this network.";

/**
 * The spelling of a signature that a deployed account accepts (ERC-1271): as it came, or else what a key would mean by it,
 * such as an owner's v of 0 or 1.
 *
 * @returns null when it accepts neither
 * @throws when the chain cannot be read
 */
export async function readAccountSignature(question: Question, presented: Hex): Promise<Hex | null> {
  for (const signature of spellings(presented)) if (await accountAccepts(question, signature)) return signature;
  return null;
}

/**
 * The same of an account that does not exist yet (ERC-6492): wrapped, in one encoding.
 *
 * @returns `no`, or `not-made` when there is no account at the address after the factory's call
 * @throws when the chain cannot be read
 */
export async function readCounterfactualSignature(
  question: Question,
  { factory, factoryData, signature: presented }: CounterfactualSignature,
): Promise<{ signature: Hex } | "no" | "not-made"> {
  for (const signature of spellings(presented)) {
    const said = await counterfactualAccepts(question, { factory, factoryData, signature });
    if (said === "not-made") return said;
    if (said === "yes")
      return { signature: serializeErc6492Signature({ address: factory, data: factoryData, signature }) };
  }
  return "no";
}

function spellings(presented: Hex): Hex[] {
  const asSent = lowerHex(presented);
  return [...new Set([asSent, asByKey(asSent) ?? asSent])];
}
