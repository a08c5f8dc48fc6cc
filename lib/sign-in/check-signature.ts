import "server-only";
import {
  type Address,
  BaseError,
  type Hex,
  HttpRequestError,
  hashMessage,
  parseAbi,
  recoverAddress,
  TimeoutError,
} from "viem";
import { publicClient } from "../chain/clients";
import { safeChainError } from "../chain/safe-error";
import { AppError } from "../errors";

/** Who a wallet is. The same contract address on another chain may be somebody else's; a plain key is the same everywhere. */
export type Identity = {
  /** Lower case. */
  address: Address;
  /** 0 for a plain key, else the chain the account is a contract on. */
  chainId: number;
};

export type SignedMessage = { message: string; signature: Hex; address: Address; chainId: number };

const erc1271Abi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
/** ERC-1271: what `isValidSignature` answers for yes. */
const ERC1271_MAGIC = "0x1626ba7e";
/** ERC-6492: the last 32 bytes of a signature by a contract account that is not deployed yet. */
const ERC6492_MAGIC = "6492".repeat(16);

/**
 * Checks an EIP-191 signature. Plain keys are checked here, without a network; only what they did not sign is shown to
 * the chain, where a contract account may accept it (ERC-1271, or ERC-6492 before it is deployed).
 *
 * @returns who signed, or null when the signature is not by that address
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
  const signer = await recoverAddress({ hash, signature }).catch(() => null);
  if (signer?.toLowerCase() === lowerCase) return { address: lowerCase, chainId: 0 };

  try {
    return (await contractAccepts({ hash, signature, address, chainId })) ? { address: lowerCase, chainId } : null;
  } catch (error) {
    throw new AppError("chain_unavailable", {
      detail: "Your wallet's signature is checked on its network, which cannot be reached right now. Try again soon.",
      headers: { "Retry-After": "5" },
      cause: safeChainError(error),
    });
  }
}

type SignedHash = { hash: Hex; signature: Hex; address: Address; chainId: number };

async function contractAccepts({ hash, signature, address, chainId }: SignedHash): Promise<boolean> {
  const client = publicClient(chainId);
  const code = await client.getCode({ address });
  if (signature.toLowerCase().endsWith(ERC6492_MAGIC)) return client.verifyHash({ address, hash, signature });
  if (!code) return false;
  try {
    // Not verifyHash: its validator contract fails on signatures under 32 bytes, and Safe's are empty when its owners
    // approved the message on chain.
    const answer = await client.readContract({
      address,
      abi: erc1271Abi,
      functionName: "isValidSignature",
      args: [hash, signature],
    });
    return answer === ERC1271_MAGIC;
  } catch (error) {
    // A contract that reverts, burns its gas or answers nonsense has said no. A node that does not answer has not.
    const unreachable = (cause: unknown) => cause instanceof HttpRequestError || cause instanceof TimeoutError;
    if (error instanceof BaseError && !error.walk(unreachable)) return false;
    throw error;
  }
}
