import "server-only";
import type { PublicClient } from "viem";
import { formatAtomic, microUsdToAtomic, parseUsd } from "@/lib/money";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { proveTransfer } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import type { Proof } from "@/lib/payments/ports";
import type { Receipt } from "@/lib/shop/schema";

/** One finding, in words. */
export type Finding = { holds: boolean; words: string };

/**
 * Checks a receipt against the chain alone: that the payer's authorization was used in the named transaction, with
 * exactly this transfer at the next log index, in the block and at the time of the receipt, in this network's dollar
 * token.
 *
 * That the money was for this file is the claim of the server that issued the receipt: a transfer names no goods.
 *
 * @param client reads the receipt's network
 * @throws Error in plain words when the client is on another network; or when the chain cannot be read
 */
export async function verifyReceipt(
  client: Pick<PublicClient, "getTransactionReceipt" | "getBlock" | "getChainId" | "getBlockNumber">,
  receipt: Receipt,
): Promise<Finding[]> {
  const network = networkByCaip2(receipt.network);
  if (!network) return [fails(`The network ${receipt.network} is not one that Filekiosk knows.`)];
  const chainId = await client.getChainId();
  if (chainId !== network.chainId) {
    throw new Error(`The RPC is for chain ${chainId}, the receipt for ${network.name}, chain ${network.chainId}.`);
  }
  const { token } = network;
  const known = receipt.asset.toLowerCase() === token.address.toLowerCase();
  const findings = [
    known
      ? holds(`The token is ${token.symbol} on ${network.name}.`)
      : fails(`The token ${receipt.asset} is not ${token.symbol} on ${network.name}, which is ${token.address}.`),
    priceFinding(receipt, token.decimals),
  ];
  const signed = {
    token: receipt.asset.toLowerCase(),
    payer: receipt.payer.toLowerCase(),
    payTo: receipt.payTo.toLowerCase(),
    amount: receipt.amount,
    nonce: receipt.nonce.toLowerCase(),
  };
  const seen = await proveTransfer(client, signed, receipt.transaction as `0x${string}`);
  if (seen === "not-found") {
    return [
      ...findings,
      fails(`${network.name} has no transaction ${receipt.transaction}, or this RPC has not seen it.`),
    ];
  }
  const amount = `${formatAtomic(BigInt(receipt.amount), token.decimals)} ${token.symbol}`;
  if (!seen) {
    return [...findings, fails(`The transaction does not move ${amount} by this payer's authorization to this payee.`)];
  }
  const depth = (await client.getBlockNumber({ cacheTime: 0 })) - BigInt(seen.height);
  return [
    ...findings,
    holds(`${receipt.payer} paid ${amount} to ${receipt.payTo} by the authorization ${receipt.nonce}.`),
    ...placeFindings(receipt, seen),
    depth >= BigInt(network.confirmations)
      ? holds(`${depth} blocks stand on top of it.`)
      : fails(`Only ${depth} blocks are on top of it; it is certain after ${network.confirmations}. Try again soon.`),
  ];
}

function priceFinding({ price, amount }: Receipt, decimals: number): Finding {
  const microUsd = parseUsd(price);
  const same = microUsd !== null && microUsdToAtomic(microUsd, decimals).toString() === amount;
  return same ? holds(`The amount is the price, $${price}.`) : fails(`The amount is not the price, $${price}.`);
}

function placeFindings(receipt: Receipt, seen: Proof): Finding[] {
  const places = [
    ["log index", String(receipt.logIndex), seen.position],
    ["block", receipt.blockNumber, seen.height],
    ["time", new Date(receipt.blockTime).toISOString(), seen.blockTime.toISOString()],
  ] as const;
  return places.map(([name, said, found]) =>
    said === found ? holds(`The ${name} is ${found}.`) : fails(`The ${name} is ${found}, the receipt says ${said}.`),
  );
}

function holds(words: string): Finding {
  return { holds: true, words };
}

function fails(words: string): Finding {
  return { holds: false, words };
}
