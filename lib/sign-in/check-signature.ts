import "server-only";
import { type Address, type Hex, hashMessage } from "viem";
import { AppError } from "@/lib/errors";
import { type Question, readCounterfactual } from "@/lib/payment-methods/evm/chain/account-signature";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import {
  HIGH_S,
  NO_CODE,
  readAccountSignature,
  readCounterfactualSignature,
  readKeySignature,
} from "@/lib/payment-methods/evm/chain/read-signature";
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

/** `fault`: why it does not count, if more is known than that the address did not sign it; a sentence. */
type CheckedSignature = { identity: Identity; fault: null } | { identity: null; fault: string | null };

/**
 * Checks an EIP-191 signature, in any valid spelling. Plain keys are checked here, without a network; only other signatures
 * are checked on the chain, where a contract account may accept them (ERC-1271, or ERC-6492 before it is deployed).
 *
 * @returns the wallet that signed, if the signature is by that address
 * @throws AppError `chain_unavailable`
 */
export async function checkSignature({
  message,
  signature,
  address,
  chainId,
}: SignedMessage): Promise<CheckedSignature> {
  const lowerCase = address.toLowerCase() as Address;
  const hash = hashMessage(message);
  const byKey = await readKeySignature(hash, lowerCase, signature);
  if (byKey) return byKey.isHigh ? { identity: null, fault: HIGH_S } : isBy({ address: lowerCase, chainId: 0 });
  try {
    return await askContract({ hash, address: lowerCase, chainId }, signature);
  } catch (error) {
    throw new AppError("chain_unavailable", {
      detail: "Your wallet's signature is checked on its network, which cannot be reached right now. Try again soon.",
      headers: { "Retry-After": "5" },
      cause: safeChainError(error),
    });
  }
}

/** Any factory will do: its call is only simulated, and the account that it deploys at this address is asked. */
async function askContract(question: Question, signature: Hex): Promise<CheckedSignature> {
  const { address, chainId } = question;
  const counterfactual = readCounterfactual(signature);
  const code = await publicClient(chainId).getCode({ address });
  if (code) {
    const accepted = await readAccountSignature(question, counterfactual?.signature ?? signature);
    return accepted === null ? nobody : isBy({ address, chainId });
  }
  if (signature === "0x") return { identity: null, fault: NO_CODE };
  if (!counterfactual) return nobody;
  const said = await readCounterfactualSignature(question, counterfactual);
  return typeof said === "string" ? nobody : isBy({ address, chainId });
}

const nobody: CheckedSignature = { identity: null, fault: null };

function isBy(identity: Identity): CheckedSignature {
  return { identity, fault: null };
}
