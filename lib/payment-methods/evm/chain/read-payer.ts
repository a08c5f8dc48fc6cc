import "server-only";
import { encodeFunctionData, type Hex, hexToBigInt } from "viem";
import { publicClient } from "./clients";
import { findCause } from "./find-cause";
import { BATCH } from "./json-rpc";
import type { Address, Network } from "./networks";
import { usdcAbi } from "./usdc.abi";

/** What the chain shows about a payer and one of its authorizations (EIP-3009). */
type PayerState = { newestBlock: bigint; hasCode: boolean; balance: bigint; isUsed: boolean };

/**
 * Asks a node for all of it in one request. The node sees payer and nonce, but nothing that anybody could use.
 *
 * @returns null when the node does not answer several calls at once
 * @throws when the chain cannot be read
 */
export async function readPayer({ chainId, token }: Network, payer: Address, nonce: Hex): Promise<PayerState | null> {
  const ask = (data: Hex) => ({ method: "eth_call", params: [{ to: token.address, data }, "latest"] });
  const calls = [
    { method: "eth_blockNumber", params: [] },
    { method: "eth_getCode", params: [payer, "latest"] },
    ask(encodeFunctionData({ abi: usdcAbi, functionName: "balanceOf", args: [payer] })),
    ask(encodeFunctionData({ abi: usdcAbi, functionName: "authorizationState", args: [payer, nonce] })),
  ];
  const request = publicClient(chainId).request as (body: { method: string; params: unknown }) => Promise<Hex[]>;
  const answers = await request({ method: BATCH, params: calls }).catch((error: unknown) => {
    if (findCause(error, "BatchRefused")) return null;
    throw error;
  });
  if (!answers) return null;
  const [newest = "0x", code = "0x", balance = "0x", state = "0x"] = answers;
  // An empty answer to a call is not a number: no contract answers at the token's address.
  const [newestBlock, has, used] = [hexToBigInt(newest), hexToBigInt(balance), hexToBigInt(state)];
  return { newestBlock, hasCode: code !== "0x", balance: has, isUsed: used !== 0n };
}
