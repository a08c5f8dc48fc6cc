import "server-only";
import { formatAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { Eip3009 } from "./authorization";

/**
 * The error for a payment that its payer's wallet cannot cover: the missing amount, for people and for programs.
 *
 * @param balance of the network's token in the wallet, in atomic units
 */
export function insufficientFunds(network: Network, { from, value }: Eip3009, balance: bigint) {
  const { symbol, decimals, address } = network.token;
  const missing = value - balance;
  return {
    code: "insufficient_funds" as const,
    detail: `You need ${formatAtomic(missing, decimals)} more ${symbol} on ${network.name}. Nothing was charged.`,
    members: {
      missing: missing.toString(),
      missingFormatted: formatAtomic(missing, decimals),
      balance: balance.toString(),
      network: network.caip2,
      asset: address,
      payer: from,
    },
  };
}
