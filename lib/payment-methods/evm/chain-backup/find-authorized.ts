import "server-only";
import { encodeEventTopics, type Hex, numberToHex, type PublicClient, type RpcLog } from "viem";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { walkBlocks } from "@/lib/payment-methods/evm/chain/walk-blocks";

/**
 * The transactions that used an authorization by one of these accounts, as a refund does, oldest first. By the token's logs:
 * any node has them, however old.
 *
 * @param range both ends included
 * @throws when the chain cannot be read
 */
export async function findAuthorized(
  client: Pick<PublicClient, "request">,
  { chainId, token }: Pick<Network, "chainId" | "token">,
  accounts: readonly Hex[],
  range: { fromBlock: bigint; toBlock: bigint },
): Promise<Hex[]> {
  const [used] = encodeEventTopics({ abi: usdcAbi, eventName: "AuthorizationUsed" });
  const by = accounts.map((account) => `0x${account.slice(2).toLowerCase().padStart(64, "0")}`);
  const found = new Set<Hex>();
  const look = async (from: bigint, to: bigint) => {
    const topics = [used as Hex, by];
    const filter = { address: token.address, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    const logs: RpcLog[] = await client.request({ method: "eth_getLogs", params: [filter as never] });
    for (const { transactionHash } of logs) if (transactionHash) found.add(transactionHash);
    return null;
  };
  const walk = { chainId, name: `authorized ${by.join()} ${range.toBlock}`, ...range };
  while ((await walkBlocks(walk, look)).kind === "unfinished");
  return [...found];
}
