import "server-only";
import { encodeEventTopics, type Hex, numberToHex, parseEventLogs, type RpcLog } from "viem";
import { publicClient } from "./clients";
import { usdcAbi } from "./usdc.abi";
import { type Walked, walkBlocks } from "./walk-blocks";

/** One EIP-3009 authorization. */
type AuthorizationKey = { token: string; payer: string; nonce: string };

/** The event that used or cancelled an authorization, and its position. */
export type Use = { kind: "used" | "cancelled"; transaction: Hex; blockNumber: bigint };

/**
 * Looks up the transaction that used an authorization, no matter who sent it. A long search takes several walks.
 *
 * @throws when the chain cannot be read
 */
export function findUse(
  chainId: number,
  { token, payer, nonce }: AuthorizationKey,
  range: { fromBlock: bigint; toBlock: bigint },
): Promise<Walked<Use>> {
  const args = { authorizer: payer as Hex, nonce: nonce as Hex };
  const [used, ...which] = encodeEventTopics({ abi: usdcAbi, eventName: "AuthorizationUsed", args });
  const [cancelled] = encodeEventTopics({ abi: usdcAbi, eventName: "AuthorizationCanceled", args });
  // Both events in one request, which viem's own filters cannot express.
  const topics = [[used as Hex, cancelled as Hex], ...which] as (Hex | Hex[])[];
  return walkBlocks({ chainId, name: `${token} ${payer} ${nonce}`, ...range }, async (from, to) => {
    const filter = { address: token as Hex, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    const logs: RpcLog[] = await publicClient(chainId).request({ method: "eth_getLogs", params: [filter] });
    const [seen] = parseEventLogs({ abi: usdcAbi, logs, eventName: ["AuthorizationUsed", "AuthorizationCanceled"] });
    // Without a number it is in no block yet.
    if (!seen?.blockNumber) return null;
    const kind = seen.eventName === "AuthorizationUsed" ? "used" : "cancelled";
    return { kind, transaction: seen.transactionHash as Hex, blockNumber: BigInt(seen.blockNumber) };
  });
}
