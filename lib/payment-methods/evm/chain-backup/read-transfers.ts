import "server-only";
import { decodeFunctionData, encodeFunctionData, type Hex, type PublicClient } from "viem";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import {
  type AuthorizedTransfer,
  parseAuthorizedTransfers,
} from "@/lib/payment-methods/evm/chain/parse-authorized-transfers";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { namesOffer } from "./offer-nonce";
import { MARK, openSale, type SoldOffer } from "./sale-mark";

/** A transfer by an authorization, and what the chain tells of its purpose. */
export type ChainTransfer = AuthorizedTransfer & {
  transaction: Hex;
  blockNumber: bigint;
  time: Date;
  /** Who sent the transaction, lower-case. */
  sender: string;
  /** What was sold, by the mark that one of the keys made for this transfer. */
  offer: SoldOffer | null;
  /** Whether there are bytes in the mark's place that none of the keys opens. */
  hasClosedMark: boolean;
  /** The offer that the payer's nonce names: the one of the mark, or a candidate. */
  named: string | null;
};

type Reading = {
  client: Pick<PublicClient, "getTransactionReceipt" | "getTransaction" | "getBlock">;
  network: Pick<Network, "caip2" | "token">;
  /** The shop's keys for marks, newest first. */
  keys: readonly Buffer[];
  /** Ids of offers that a nonce may name. */
  candidates: readonly string[];
};

/**
 * The transfers by authorization in a transaction, with what was sold. None in one that reverted.
 *
 * @throws when the chain cannot be read
 */
export async function readTransfers(reading: Reading, hash: Hex): Promise<ChainTransfer[]> {
  const { client, network } = reading;
  const receipt = await client.getTransactionReceipt({ hash });
  const proven = receipt.status === "success" ? parseAuthorizedTransfers(receipt.logs, network.token.address) : [];
  if (proven.length === 0) return [];
  const [{ input }, { timestamp }] = await Promise.all([
    client.getTransaction({ hash }),
    client.getBlock({ blockHash: receipt.blockHash }),
  ]);
  const place = {
    transaction: hash,
    blockNumber: receipt.blockNumber,
    time: new Date(Number(timestamp) * 1_000),
    sender: receipt.from.toLowerCase(),
  };
  return proven.map((transfer) => ({ ...place, ...transfer, ...readPurpose(reading, transfer, input) }));
}

function readPurpose(
  { network, keys, candidates }: Reading,
  { payer, nonce }: AuthorizedTransfer,
  input: Hex,
): Pick<ChainTransfer, "offer" | "hasClosedMark" | "named"> {
  const signed = { network: network.caip2, token: network.token.address, payer, nonce };
  const offer = keys.map((key) => openSale(key, signed, input)).find((opened) => opened !== null) ?? null;
  const named = (offer ? [offer.id, ...candidates] : candidates).find((id) => namesOffer(nonce, id)) ?? null;
  return { offer, hasClosedMark: offer === null && hasTrailer(input), named };
}

/** Whether a call to the token is followed by enough bytes for a mark. For calls to other contracts this is not known. */
function hasTrailer(input: Hex): boolean {
  try {
    const call = decodeFunctionData({ abi: usdcAbi, data: input });
    const plain = encodeFunctionData({ abi: usdcAbi, ...call } as Parameters<typeof encodeFunctionData>[0]);
    return input.startsWith(plain) && input.length >= plain.length + 2 * MARK;
  } catch {
    return false;
  }
}
