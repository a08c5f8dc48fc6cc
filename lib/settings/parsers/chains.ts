/** Networks, and values for every network or by chain id: `0.05 1:10`. Pure. */

import { MAX_PRICE_MICRO_USD, MICRO_USD_DECIMALS } from "@/lib/money";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { plainText, type Read, readMoney, readUnits } from "@/lib/read-number";
import { readAddress } from "./accounts";
import { asRead, splitList, text } from "./text";

/** CAIP-2 names, in the operator's order. */
export const networkNames = text((value) => {
  const list = splitList(value);
  if (new Set(list).size !== list.length) throw new Error("lists a network twice.");
  return list;
});

type ByChain = { every?: bigint; byChain: Record<number, bigint> };

/** Amounts for every network, or by chain id: "0.5", "8453:0.5 1:30", "0,5, 1:30". */
function amountsByChain(
  value: string,
  readOne: (typed: string) => Read<bigint>,
  most: bigint,
  problem: string,
): ByChain {
  const amounts: ByChain = { byChain: {} };
  // A comma separates only before a space or a chain id: elsewhere it belongs to a number.
  for (const item of plainText(value).split(/,\s|\s|,(?=\d{1,15}:)/)) {
    if (item === "") continue;
    const [, chainId, typed = ""] = /^(?:([1-9]\d{0,14}):)?([^:]*)$/.exec(item) ?? [];
    const amount = asRead(typed, readOne(typed));
    if (amount === null || amount <= 0n || amount > most) throw new Error(problem);
    if (chainId ? Number(chainId) in amounts.byChain : amounts.every !== undefined) {
      throw new Error("has two values for the same network. Write each number without spaces.");
    }
    if (chainId) amounts.byChain[Number(chainId)] = amount;
    else amounts.every = amount;
  }
  return amounts;
}

const GWEI_DECIMALS = 9;
const MAX_GWEI = 1_000_000n;

/** The most to pay per unit of gas, in wei: "0.5" (gwei, everywhere) or "8453:0.5 1:30" (gwei by chain id). */
export const feeCaps = text((value) => {
  const problem = "has to be gwei above 0, such as 0.5, or gwei by chain id, such as 8453:0.5 1:30.";
  return amountsByChain(
    value,
    (typed) => readUnits(typed, GWEI_DECIMALS),
    MAX_GWEI * 10n ** BigInt(GWEI_DECIMALS) - 1n,
    problem,
  );
});

/** Lowest prices in micro-USD as the operator gave them: for every network, or by chain id. */
export type LowestPrices = ByChain;

/** "0.05" (USD, everywhere) or "0.05 1:10" (and USD by chain id). */
export const lowestPrices = text((value) => {
  const problem = "has to be a price in USD above 0 and at most 10000, such as 0.01, or by chain id: 0.01 1:5.";
  return amountsByChain(value, (typed) => readMoney(typed, MICRO_USD_DECIMALS), MAX_PRICE_MICRO_USD, problem);
});

/** One price in USD above 0, as micro-USD. */
export const usdAboveZero = text((value) => {
  const price = asRead(value, readMoney(value, MICRO_USD_DECIMALS));
  if (price === null || price <= 0n || price > MAX_PRICE_MICRO_USD) {
    throw new Error("has to be an amount in USD above 0 and at most 10000, such as 0.03.");
  }
  return price;
});

/** Addresses of factories, lower case: for every network, or by chain id. */
type WalletFactories = { every: Address[]; byChain: Record<number, Address[]> };

/** "0x…" (everywhere), "8453:0x…" (on one network), or "none". */
export const walletFactories = text((value) => {
  const factories: WalletFactories = { every: [], byChain: {} };
  if (value === "none") return factories;
  for (const item of splitList(value)) {
    const [, chainId, address = ""] = /^(?:([1-9]\d{0,14}):)?(.*)$/.exec(item) ?? [];
    const list = chainId ? (factories.byChain[Number(chainId)] ?? []) : factories.every;
    list.push(readAddress(address));
    if (chainId) factories.byChain[Number(chainId)] = list;
  }
  return factories;
});
