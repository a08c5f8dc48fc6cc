import "server-only";
import { type Address, type Hex, hashMessage } from "viem";
import { AppError } from "@/lib/errors";
import {
  accountAccepts,
  counterfactualAccepts,
  type Question,
  readCounterfactual,
} from "@/lib/payment-methods/evm/chain/account-signature";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { recoverAddress } from "@/lib/payment-methods/evm/chain/recover-address";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";

/**
 * The identity of a wallet. The same contract address on another chain may be somebody else's; a plain key is the same
 * everywhere.
 */
export type Identity = {
  /** Lower case. */
  address: Address;
  /** 0 for a plain key, else the chain of the contract account. */
  chainId: number;
};

type SignedMessage = { message: string; signature: Hex; address: Address; chainId: number };

/**
 * Checks an EIP-191 signature. Plain keys are checked here, without a network; only other signatures are checked on the
 * chain, where a contract account may accept them (ERC-1271, or ERC-6492 before it is deployed).
 *
 * @returns the wallet that signed, or null when the signature is not by that address
 * @throws AppError `chain_unavailable`
 */
export async function checkSignature({
  message,
  signature,
  address,
  chainId,
}: SignedMessage): Promise<Identity | null> {
  const lowerCase = address.toLowerCase() as Address;
  const hash = hashMessage(message);
  if ((await recoverAddress(hash, signature)) === lowerCase) return { address: lowerCase, chainId: 0 };
  try {
    const accepted = await contractAccepts({ hash, address: lowerCase, chainId }, signature);
    return accepted ? { address: lowerCase, chainId } : null;
  } catch (error) {
    throw new AppError("chain_unavailable", {
      detail: "Your wallet's signature is checked on its network, which cannot be reached right now. Try again soon.",
      headers: { "Retry-After": "5" },
      cause: safeChainError(error),
    });
  }
}

/** Any factory will do: its call is only simulated, and the account that it deploys at this address is asked. */
async function contractAccepts(question: Question, signature: Hex): Promise<boolean> {
  const counterfactual = readCounterfactual(signature);
  const code = await publicClient(question.chainId).getCode({ address: question.address });
  if (code) return accountAccepts(question, counterfactual?.signature ?? signature);
  return counterfactual ? (await counterfactualAccepts(question, counterfactual)) === "yes" : false;
}
