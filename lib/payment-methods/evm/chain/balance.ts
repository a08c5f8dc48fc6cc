import "server-only";
import { log } from "@/lib/log";
import { formatAtomic } from "@/lib/money";
import type { Address, Network } from "./networks";
import { readPayerKind } from "./payer-kind";
import { safeChainError } from "./safe-error";
import type { Balance } from "./schema";
import { readBalance } from "./token";
import { readRefused } from "./token-state";

/**
 * How much of a network's token an address has, for display, and whether it can pay with it. If only that cannot be
 * read, it counts as able to: this is a hint, and paying will tell.
 *
 * @throws AppError `chain_unavailable` when the balance cannot be read
 */
export async function showBalance(
  network: Network,
  address: Address,
): Promise<Omit<Balance, "salesPaused" | "pausedBy">> {
  const [balance, refused, payer] = await Promise.all([
    readBalance(network, address),
    orUnread(network, readRefused(network, [address]), new Set<Address>()),
    orUnread(network, readPayerKind(network.chainId, address), "key" as const),
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

/** What is read about a payer besides its balance, or `unread` on an error. */
export function orUnread<T, U>({ chainId }: Network, reading: Promise<T>, unread: U): Promise<T | U> {
  return reading.catch((error: unknown) => {
    log.warn({ err: safeChainError(error), chainId }, "what is told along with a balance could not be read");
    return unread;
  });
}
