import "server-only";
import { HOUR, SECOND } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { formatAtomic } from "@/lib/money";
import { type Address, DEVNET_CHAIN_ID, networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { perProcess } from "@/lib/process";
import { devnetDown, devnetNode } from "./guard";
import type { FaucetResult } from "./schema";
import { mintUsdc } from "./send";

const DOLLAR = 1_000_000n;
/** Atomic units of USDC per address and hour. */
const FAUCET_AMOUNT = 10n * DOLLAR;
/** Addresses served per hour, over all. */
export const FAUCET_ADDRESSES_PER_HOUR = 200;

/** When (milliseconds) each address, in lower case, was served in the last hour. */
type Served = Map<string, number>;

/**
 * Gives an address $10 of the devnet's USDC, minted for real: once an hour per address, and to a limited number of
 * addresses an hour.
 *
 * @throws AppError `not_found` off the devnet, `too_many_requests` with `Retry-After`, `chain_unavailable`
 */
export async function fund(address: Address, now: Date): Promise<FaucetResult> {
  const node = await devnetNode();
  const token = networkByChainId(DEVNET_CHAIN_ID)?.token;
  if (!token) throw new AppError("not_found");

  const served = servedWithinTheHour(now);
  const key = address.toLowerCase();
  const last = served.get(key);
  if (last !== undefined) throw tooSoon("This address has already received $10 within the last hour.", last, now);
  if (served.size >= FAUCET_ADDRESSES_PER_HOUR) {
    throw tooSoon("The faucet has reached its hourly limit.", Math.min(...served.values()), now);
  }
  // Noted before the node is asked, so that two concurrent requests do not both pass; taken back if nothing was given.
  served.set(key, now.getTime());
  try {
    const transaction = await mintUsdc(node, token, address, FAUCET_AMOUNT);
    const formatted = formatAtomic(FAUCET_AMOUNT, token.decimals);
    return { amount: FAUCET_AMOUNT.toString(), formatted, symbol: token.symbol, transaction };
  } catch (error) {
    served.delete(key);
    throw devnetDown(error);
  }
}

function servedWithinTheHour(now: Date): Served {
  const served = perProcess<Served>("devnet-faucet", () => new Map());
  for (const [address, at] of served) if (at <= now.getTime() - HOUR) served.delete(address);
  return served;
}

function tooSoon(why: string, since: number, now: Date): AppError {
  const seconds = Math.max(1, Math.ceil((since + HOUR - now.getTime()) / SECOND));
  return new AppError("too_many_requests", {
    detail: `${why} Try again in ${Math.ceil(seconds / 60)} minutes.`,
    headers: { "Retry-After": String(seconds) },
  });
}
