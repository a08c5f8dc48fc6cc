import "server-only";
import { formatAtomic } from "../money";
import type { Address, Network } from "./networks";
import type { Balance } from "./schema";
import { readBalance } from "./token";

/**
 * How much of a network's token an address has, for showing.
 *
 * @throws AppError `chain_unavailable`
 */
export async function showBalance(network: Network, address: Address): Promise<Balance> {
  const balance = await readBalance(network, address);
  const { symbol, decimals } = network.token;
  return {
    network: network.caip2,
    asset: network.token.address,
    symbol,
    decimals,
    balance: balance.toString(),
    formatted: formatAtomic(balance, decimals),
  };
}
