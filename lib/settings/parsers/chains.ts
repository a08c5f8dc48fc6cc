/** Networks, and values for every network or by chain id: `0.05 1:10`. Pure. */

import { MAX_PRICE_MICRO_USD, parseUsd } from "@/lib/money";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { readAddress } from "./accounts";
import { splitList, text } from "./text";

/** CAIP-2 names, in the operator's order. */
export const networkNames = text((value) => {
  const list = splitList(value);
  if (new Set(list).size !== list.length) throw new Error("lists a network twice.");
  return list;
});

/** The most to pay per unit of gas, in wei: for every network, or by chain id. */
type FeeCaps = { every?: bigint; byChain: Record<number, bigint> };

/** "0.5" (gwei, everywhere) or "8453:0.5 1:30" (gwei by chain id). */
export const feeCaps = text((value) => {
  const caps: FeeCaps = { byChain: {} };
  for (const item of splitList(value)) {
    const [, chainId, whole = "", part = ""] = /^(?:([1-9]\d{0,14}):)?(\d{1,6})(?:\.(\d{1,9}))?$/.exec(item) ?? [];
    const wei = BigInt(`${whole}${part.padEnd(9, "0")}`);
    if (whole === "" || wei === 0n) {
      throw new Error("has to be gwei above 0, such as 0.5, or gwei by chain id, such as 8453:0.5 1:30.");
    }
    if (chainId) caps.byChain[Number(chainId)] = wei;
    else caps.every = wei;
  }
  return caps;
});

/** Lowest prices in micro-USD as the operator gave them: for every network, or by chain id. */
export type LowestPrices = { every?: bigint; byChain: Record<number, bigint> };

/** "0.05" (USD, everywhere) or "0.05 1:10" (and USD by chain id). */
export const lowestPrices = text((value) => {
  const prices: LowestPrices = { byChain: {} };
  for (const item of splitList(value)) {
    const [, chainId, usd = ""] = /^(?:([1-9]\d{0,14}):)?([^:]*)$/.exec(item) ?? [];
    const price = parseUsd(usd);
    if (price === null || price <= 0n || price > MAX_PRICE_MICRO_USD) {
      throw new Error("has to be a price in USD above 0 and at most 10000, such as 0.01, or by chain id: 0.01 1:5.");
    }
    if (chainId) prices.byChain[Number(chainId)] = price;
    else prices.every = price;
  }
  return prices;
});

/** One price in USD above 0, as micro-USD. */
export const usdAboveZero = text((value) => {
  const price = parseUsd(value);
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
