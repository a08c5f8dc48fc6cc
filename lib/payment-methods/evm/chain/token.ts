import "server-only";
import { type Hex, hashDomain } from "viem";
import { AppError } from "@/lib/errors";
import type { WrongChain } from "./checked-http";
import { publicClient } from "./clients";
import { findCause } from "./find-cause";
import type { Address, Network } from "./networks";
import { safeChainError } from "./safe-error";
import { usdcAbi } from "./usdc.abi";

/**
 * Token balance of an address, in atomic units.
 *
 * @throws AppError `chain_unavailable`
 */
export function readBalance(network: Network, address: Address): Promise<bigint> {
  return readChain(network, () =>
    publicClient(network.chainId).readContract({
      abi: usdcAbi,
      address: network.token.address,
      functionName: "balanceOf",
      args: [address],
    }),
  );
}

/**
 * EIP-3009: whether an authorization was used or cancelled, in the newest block.
 *
 * @param nonce the authorization's 32 bytes as hex
 * @param blockTag `pending`: also by the node's pending transactions, as far as it reports them
 * @throws AppError `chain_unavailable`
 */
export function readAuthorizationState(
  network: Network,
  payer: Address,
  nonce: Hex,
  blockTag: "latest" | "pending" = "latest",
): Promise<boolean> {
  return readChain(network, () =>
    publicClient(network.chainId).readContract({
      abi: usdcAbi,
      address: network.token.address,
      functionName: "authorizationState",
      args: [payer, nonce],
      blockTag,
    }),
  );
}

/** Bytes of calls in one request: including the wrapper it stays below the size limit of a contract's code (EIP-3860). */
const CALLS_AT_ONCE = 8_192;

/**
 * EIP-3009: whether each of many authorizations was used or cancelled, as of one block. About 120 cost one request.
 *
 * @throws when the chain cannot be read
 */
export async function readAuthorizationStates(
  { chainId }: Network,
  authorizations: readonly { token: Address; payer: Address; nonce: Hex }[],
  blockNumber: bigint,
): Promise<boolean[]> {
  if (authorizations.length === 0) return [];
  return publicClient(chainId).multicall({
    contracts: authorizations.map(({ token, payer, nonce }) => ({
      abi: usdcAbi,
      address: token,
      functionName: "authorizationState" as const,
      args: [payer, nonce] as const,
    })),
    allowFailure: false,
    batchSize: CALLS_AT_ONCE,
    blockNumber,
    // Not every network has the contract that would do this.
    deployless: true,
  });
}

/**
 * Compares a network of the settings with the chain behind its RPC URL: chain id, a contract at the token's address,
 * its name, version, decimals and EIP-712 domain separator. A difference in any of these would silently fail every
 * payment, so the program checks before it sells.
 *
 * @throws Error in plain words that names the setting, without the RPC URL
 */
export async function checkToken(network: Network): Promise<void> {
  const setting = `RPC_URL_${network.chainId}`;
  const client = publicClient(network.chainId);
  const { token } = network;
  const facts = await (async () => {
    const chainId = await client.getChainId();
    const code = await client.getCode({ address: token.address });
    return { chainId, code };
  })().catch((error: unknown) => {
    const wrong = findCause(error, "WrongChain") as WrongChain | undefined;
    if (wrong) throw leadsElsewhere(network, wrong.found);
    throw new Error(`${network.name} does not answer: look at ${setting} and whether the node is up.`, {
      cause: safeChainError(error),
    });
  });
  if (facts.chainId !== network.chainId) throw leadsElsewhere(network, facts.chainId);
  if (!facts.code || facts.code === "0x") {
    throw new Error(`There is no contract at ${token.address}, where ${token.symbol} should be on ${network.name}.`);
  }
  await checkIdentity(network).catch((error: unknown) => {
    if (error instanceof TokenMismatch) throw error;
    throw new Error(`The contract at ${token.address} on ${network.name} does not answer as ${token.symbol} does.`, {
      cause: safeChainError(error),
    });
  });
}

function leadsElsewhere({ name, chainId }: Network, found: number): Error {
  return new Error(`RPC_URL_${chainId} leads to the chain with id ${found}, but ${name} has the id ${chainId}.`);
}

class TokenMismatch extends Error {}

async function checkIdentity({ chainId, name: networkName, token }: Network): Promise<void> {
  const client = publicClient(chainId);
  const contract = { abi: usdcAbi, address: token.address } as const;
  const [name, version, decimals, separator] = await Promise.all([
    client.readContract({ ...contract, functionName: "name" }),
    client.readContract({ ...contract, functionName: "version" }),
    client.readContract({ ...contract, functionName: "decimals" }),
    client.readContract({ ...contract, functionName: "DOMAIN_SEPARATOR" }),
  ]);
  const expect = (what: string, found: unknown, expected: unknown) => {
    if (found === expected) return;
    throw new TokenMismatch(
      `The token at ${token.address} on ${networkName} has the ${what} ${JSON.stringify(found)}, ` +
        `but Filekiosk expects ${JSON.stringify(expected)}.`,
    );
  };
  expect("name", name, token.name);
  expect("version", version, token.version);
  expect("number of decimals", decimals, token.decimals);
  expect("domain separator", separator, domainSeparator(chainId, token));
}

/** EIP-712's `hashStruct(eip712Domain)` for the token: what every signed authorization is bound to. */
export function domainSeparator(chainId: number, token: Network["token"]): Hex {
  return hashDomain({
    domain: { name: token.name, version: token.version, chainId: BigInt(chainId), verifyingContract: token.address },
    types: {
      EIP712Domain: [
        { name: "name", type: "string" },
        { name: "version", type: "string" },
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
    },
  });
}

/** Reads, and turns any error into the one that routes know. */
export async function readChain<T>(network: Network, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new AppError("chain_unavailable", {
      detail: `${network.name} cannot be reached right now. Nothing was charged by this request.`,
      headers: { "Retry-After": "5" },
      cause: safeChainError(error),
    });
  }
}
