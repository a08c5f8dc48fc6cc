import "server-only";
import { formatAtomic } from "../money";
import type { Address, Network } from "./networks";
import { readPayerKind } from "./payer-kind";
import type { Balance } from "./schema";
import { readBalance, readChain } from "./token";
import { readRefused } from "./token-state";

/**
 * How much of a network's token an address has, for showing, and whether it can pay with it.
 *
 * @throws AppError `chain_unavailable`
 */
export async function showBalance(
  network: Network,
  address: Address,
): Promise<Omit<Balance, "salesPaused" | "pausedBy">> {
  const [balance, refused, payer] = await Promise.all([
    readBalance(network, address),
    readChain(network, () => readRefused(network, [address])),
    readChain(network, () => readPayerKind(network.chainId, address)),
  ]);
  const { symbol, decimals } = network.token;
  return {
    network: network.caip2,
    asset: network.token.address,
    symbol,
    decimals,
    balance: balance.toString(),
    formatted: formatAtomic(balance, decimals),
    payer,
    refused: refused.has(address),
  };
}
