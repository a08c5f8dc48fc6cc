import "server-only";
import { parseAbi } from "viem";
import { publicClient } from "./clients";
import type { Address, Network } from "./networks";
import { domainSeparator } from "./token";

/**
 * The functions by which issuers of tokens can block payments. A token without a function does not block that way.
 * Sources: Circle's FiatToken, Tether's TetherToken and TetherTokenOFT, Paxos's PYUSD.
 */
const abi = parseAbi([
  "function decimals() view returns (uint8)",
  "function paused() view returns (bool)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
  "function isBlacklisted(address) view returns (bool)",
  "function isBlackListed(address) view returns (bool)",
  "function isBlocked(address) view returns (bool)",
  "function isFrozen(address) view returns (bool)",
  "function isAddrFrozen(address) view returns (bool)",
  "function frozen(address) view returns (bool)",
]);
const LISTS = ["isBlacklisted", "isBlackListed", "isBlocked", "isFrozen", "isAddrFrozen", "frozen"] as const;

/** Bytes of calls in one request: including the wrapper it stays below the size limit of a contract's code (EIP-3860). */
const CALLS_AT_ONCE = 4_096;

/** The state of a token: whether its issuer has paused it, and whether its signing domain is still that of the settings. */
type TokenState = { paused: boolean; renamed: boolean };

/** @throws when the chain cannot be read */
export async function readTokenState(network: Network): Promise<TokenState> {
  const [canary, paused, separator] = await askAll(network, [
    { functionName: "decimals" },
    { functionName: "paused" },
    { functionName: "DOMAIN_SEPARATOR" },
  ]);
  if (canary === undefined) throw new Error("the token does not answer");
  const expected = domainSeparator(network.chainId, network.token);
  return { paused: paused === true, renamed: separator !== undefined && separator !== expected };
}

/**
 * Which of some addresses the token's issuer lets neither send nor receive.
 *
 * @throws when the chain cannot be read
 */
export async function readRefused(network: Network, addresses: readonly Address[]): Promise<Set<Address>> {
  const [first] = addresses;
  if (!first) return new Set();
  const has = await askAll(network, [
    { functionName: "decimals" },
    ...LISTS.map((functionName) => ({ functionName, args: [first] })),
  ]);
  if (has[0] === undefined) throw new Error("the token does not answer");
  const lists = LISTS.filter((_, index) => has[index + 1] !== undefined);
  const questions = addresses.flatMap((address) => lists.map((functionName) => ({ functionName, args: [address] })));
  if (questions.length === 0) return new Set();
  const answers = await askAll(network, [{ functionName: "decimals" }, ...questions]);
  if (answers.includes(undefined)) throw new Error("the token did not answer each question");
  return new Set(
    addresses.filter((_, at) => lists.some((_list, list) => answers[1 + at * lists.length + list] === true)),
  );
}

type Question = { functionName: string; args?: readonly Address[] };

/** The token's answers; undefined for functions it does not have. All are undefined when the chain cannot be read. */
async function askAll({ chainId, token }: Network, questions: readonly Question[]): Promise<unknown[]> {
  const answers = await publicClient(chainId).multicall({
    contracts: questions.map((question) => ({ abi, address: token.address, ...question }) as never),
    allowFailure: true,
    batchSize: CALLS_AT_ONCE,
    // Not every network has the contract that would do this.
    deployless: true,
  });
  return (answers as { status: string; result?: unknown }[]).map(({ status, result }) =>
    status === "success" ? result : undefined,
  );
}
