import "server-only";
import { encodeEventTopics, type Hex, numberToHex, type PublicClient, type RpcLog } from "viem";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { walkBlocks } from "@/lib/payment-methods/evm/chain/walk-blocks";

/**
 * The transactions that moved a network's token to some addresses, oldest first, by the token's logs: any node has them,
 * however old.
 *
 * @param range both ends included
 * @throws when the chain cannot be read
 */
export async function findReceived(
  client: Pick<PublicClient, "request">,
  { chainId, token }: Pick<Network, "chainId" | "token">,
  payTo: readonly Hex[],
  range: { fromBlock: bigint; toBlock: bigint },
): Promise<Hex[]> {
  const [transfer] = encodeEventTopics({ abi: usdcAbi, eventName: "Transfer" });
  const [, , ...payees] = encodeEventTopics({ abi: usdcAbi, eventName: "Transfer", args: { to: [...payTo] } });
  const topics = [transfer as Hex, null, ...payees];
  const found = new Set<Hex>();
  const look = async (from: bigint, to: bigint) => {
    const filter = { address: token.address, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    const logs: RpcLog[] = await client.request({ method: "eth_getLogs", params: [filter as never] });
    for (const { transactionHash } of logs) if (transactionHash) found.add(transactionHash);
    return null;
  };
  const walk = { chainId, name: `received ${payTo.join()} ${range.toBlock}`, ...range };
  while ((await walkBlocks(walk, look)).kind === "unfinished");
  return [...found];
}
