import "server-only";
import {
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  isErc6492Signature,
  isHex,
  multicall3Abi,
  parseAbi,
  parseErc6492Signature,
} from "viem";
import { publicClient } from "./clients";
import { findCause } from "./find-cause";
import { type Address, MULTICALL3_ADDRESS } from "./networks";

/** A contract account to be asked. The same address on another chain may be somebody else's. */
export type Question = { chainId: number; address: Address; hash: Hex };

/** A signature by a wallet that is not deployed yet, and how to deploy it (ERC-6492). */
export type CounterfactualSignature = {
  /** Lower case. */
  factory: Address;
  factoryData: Hex;
  /** The signature for the wallet itself once it is deployed (ERC-1271). */
  signature: Hex;
};

export const accountAbi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
/** ERC-1271: an account returns exactly these four bytes for a signature it accepts. One ABI word. */
const YES = `0x1626ba7e${"0".repeat(56)}`;

/** An account may run any code to answer; this limits it. */
export const GAS_TO_ANSWER = 500_000n;
/** The most gas for deploying a payer's wallet, simulated or paid for by the gas account. Safe and Coinbase: 300,000. */
export const GAS_TO_DEPLOY = 800_000n;

/** Decodes a signature that is wrapped as in ERC-6492; null for any other. */
export function readCounterfactual(signature: Hex): CounterfactualSignature | null {
  if (!isErc6492Signature(signature)) return null;
  try {
    const { address, data, signature: inner } = parseErc6492Signature(signature);
    if (!address || !data) return null;
    return { factory: address.toLowerCase() as Address, factoryData: data, signature: inner };
  } catch {
    return null;
  }
}

/**
 * Asks a deployed account whether it accepts a signature (ERC-1271), with a cap on gas. Reverting, using up the gas and
 * any other answer mean no. Not by a validator contract: those fail on signatures under 32 bytes, and Safe's are empty
 * when its owners approved the hash on chain.
 *
 * @throws when the chain cannot be read
 */
export async function accountAccepts({ chainId, address, hash }: Question, signature: Hex): Promise<boolean> {
  const data = encodeFunctionData({ abi: accountAbi, args: [hash, signature] });
  return saysYes(await callCapped(chainId, { to: address, data, gas: GAS_TO_ANSWER }));
}

/**
 * Asks an account that does not exist yet: its deployment and the question in one simulated call, with a cap on gas.
 *
 * @returns `not-made` when there is no account at the address after the factory's call
 * @throws when the chain cannot be read
 */
export async function counterfactualAccepts(
  { chainId, address, hash }: Question,
  { factory, factoryData, signature }: CounterfactualSignature,
): Promise<"yes" | "no" | "not-made"> {
  const question = encodeFunctionData({ abi: accountAbi, args: [hash, signature] });
  const calls = [
    { target: factory, allowFailure: true, callData: factoryData },
    { target: address, allowFailure: true, callData: question },
  ];
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] });
  const answer = await callCapped(chainId, { to: MULTICALL3_ADDRESS, data, gas: GAS_TO_DEPLOY + GAS_TO_ANSWER });
  // Reverted: the deployment burnt the gas of both. Empty: this chain has no Multicall3.
  if ("reverted" in answer || answer.returned === "0x") return "not-made";
  const [, said] = decodeFunctionResult({ abi: multicall3Abi, functionName: "aggregate3", data: answer.returned });
  // A call to an address without code succeeds and returns nothing.
  if (said?.success && said.returnData === "0x") return "not-made";
  return said?.success && said.returnData === YES ? "yes" : "no";
}

/** The result of a call to a contract. Using up its gas counts as reverting without data. */
export type Answer = { returned: Hex } | { reverted: Hex };

export function saysYes(answer: Answer): boolean {
  return "returned" in answer && answer.returned === YES;
}

/**
 * Simulates a call with a cap on gas.
 *
 * @throws when the chain cannot be read
 */
export async function callCapped(chainId: number, call: { to: Address; data: Hex; gas: bigint }): Promise<Answer> {
  try {
    return { returned: (await publicClient(chainId).call(call)).data ?? "0x" };
  } catch (error) {
    const reverted = findCause(error, "ExecutionRevertedError") ?? usedUp(error);
    if (!reverted) throw error;
    const { data } = (findCause(error, "RpcRequestError") ?? {}) as { data?: unknown };
    return { reverted: isHex(data) ? data : "0x" };
  }
}

/** The wording of geth, Erigon, Nethermind, Besu and reth (and so anvil). */
const inContract =
  /\bEVM error|VM execution|out ?of ?gas|revert|invalid (opcode|jump)|InvalidJump|BadInstruction|stack ?(under|over)flow|out of bounds|write protection/i;

/** Nodes have many messages, and no code, for a contract that used up its gas or hit an invalid opcode. */
function usedUp(error: unknown): Error | undefined {
  const answer = findCause(error, "RpcRequestError") as (Error & { details?: string }) | undefined;
  return answer && inContract.test(answer.details ?? "") ? answer : undefined;
}
