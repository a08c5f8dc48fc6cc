import "server-only";
import { privateKeyToAccount } from "viem/accounts";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { feeCap, readNeededFees } from "./fees";

/** The measured gas of a USDC settlement. */
export const GAS_OF_A_SETTLEMENT = 103_000n;

export type SalesLeft = {
  /** Of the gas account, in wei. */
  balance: bigint;
  /** How many settlements the gas account can pay for at the current fee. */
  sales: number;
  /** True while the network's fee is above the cap: then none is sent. */
  aboveCap: boolean;
};

/**
 * About how many sales the gas account's balance can pay for. On rollups the fee for data on the layer below is added,
 * so it is an upper estimate.
 *
 * @throws when the chain cannot be read
 */
export async function readSalesLeft(network: Network, gasKey: `0x${string}`): Promise<SalesLeft> {
  const { address } = privateKeyToAccount(gasKey);
  const [balance, { baseFee, tip }] = await Promise.all([
    publicClient(network.chainId).getBalance({ address }),
    readNeededFees(network),
  ]);
  const fee = baseFee + tip || 1n;
  const sales = balance / (GAS_OF_A_SETTLEMENT * fee);
  return {
    balance,
    sales: Number(sales > 1_000_000_000n ? 1_000_000_000n : sales),
    aboveCap: fee > feeCap(network),
  };
}
