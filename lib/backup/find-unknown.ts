import "server-only";
import type { Hex } from "viem";
import { blockAt } from "@/lib/payment-methods/evm/chain/block-at";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { findAuthorized } from "@/lib/payment-methods/evm/chain-backup/find-authorized";
import { findReceived } from "@/lib/payment-methods/evm/chain-backup/find-received";
import { findSent, StateUnreadable } from "@/lib/payment-methods/evm/chain-backup/find-sent";
import { mapAtOnce } from "@/lib/payment-methods/evm/chain-backup/map-at-once";
import { type ChainTransfer, readTransfers } from "@/lib/payment-methods/evm/chain-backup/read-transfers";
import { replayKey } from "@/lib/payment-methods/evm/eip3009/authorization";
import { derivedKey, derivedKeys } from "@/lib/settings/derived-key";
import type { SeenTransfers } from "./seen-transfers";

const AT_ONCE = 4;
/** Addresses in one query for logs. */
const PAYEES_AT_ONCE = 100;

/**
 * A transfer that no row explains. `sale`: our mark or the payer's nonce names one of our offers. `sent`: our gas account
 * sent it, perhaps as a refund. `perhaps`: it went to one of our sellers, and nothing shows its purpose.
 */
export type UnknownTransfer = ChainTransfer & {
  network: string;
  purpose: "sale" | "sent" | "perhaps";
  /** Whether our gas account sent it, which settles for this shop and no other. */
  isOurs: boolean;
  /** As rows keep it. */
  replayKey: string;
};

/**
 * Finds transfers by authorization that a shop's rows do not explain. It reads the transactions of our gas accounts. If
 * the node has no old states, or another facilitator settles, it reads the transfers to the shop's payees instead, and those
 * from them to its payers.
 *
 * @param accounts our gas accounts on this network; empty if another facilitator settles
 * @param secrets SESSION_SECRETs that the shop had before
 * @throws when the chain cannot be read
 */
export async function findUnknown(
  network: Network,
  accounts: readonly Hex[],
  seen: SeenTransfers,
  secrets: readonly string[] = [],
): Promise<UnknownTransfer[]> {
  const client = publicClient(network.chainId);
  const fromBlock = await blockAt(network.chainId, BigInt(Math.floor(seen.since.getTime() / 1_000)));
  const range = { fromBlock, toBlock: await client.getBlockNumber() };
  if (range.toBlock < range.fromBlock) return [];
  const hashes = (await findBySender(network, accounts, range)) ?? (await findByPayee(network, seen, range));
  const keys = [...derivedKeys("chain backup"), ...secrets.map((secret) => derivedKey("chain backup", secret))];
  const reading = { client, network, keys, candidates: [...seen.offers] };
  const transfers = await mapAtOnce(hashes, AT_ONCE, (hash) => readTransfers(reading, hash));
  const own = new Set(accounts.map((account) => account.toLowerCase()));
  const payers = new Set([...seen.payers, ...transfers.flat().map(({ payer }) => payer)]);
  return transfers
    .flat()
    .filter(({ sender, payTo }) => own.has(sender) || seen.payees.has(payTo) || payers.has(payTo))
    .map((one) => ({ ...one, replayKey: replayKey(network, { from: one.payer as Hex, nonce: one.nonce }) }))
    .filter((one) => !seen.replayKeys.has(one.replayKey))
    .map((one) => ({ ...one, network: network.caip2, ...purposeOf(one, own) }));
}

function purposeOf({ offer, named, sender }: ChainTransfer, own: ReadonlySet<string>) {
  const isOurs = own.has(sender);
  const purpose: UnknownTransfer["purpose"] = offer || named ? "sale" : isOurs ? "sent" : "perhaps";
  return { isOurs, purpose };
}

type Range = { fromBlock: bigint; toBlock: bigint };

/** Null if only the transfers to payees can be read. */
async function findBySender({ chainId }: Network, accounts: readonly Hex[], range: Range): Promise<Hex[] | null> {
  if (accounts.length === 0) return null;
  try {
    const sent = await mapAtOnce(accounts, 1, (account) => findSent(publicClient(chainId), account, range));
    return sent.flatMap(({ transactions }) => transactions);
  } catch (error) {
    if (error instanceof StateUnreadable) return null;
    throw error;
  }
}

async function findByPayee(network: Network, { payees }: SeenTransfers, range: Range): Promise<Hex[]> {
  const addresses = [...payees].filter((payee): payee is Hex => /^0x[0-9a-f]{40}$/.test(payee));
  const found = new Set<Hex>();
  for (let at = 0; at < addresses.length; at += PAYEES_AT_ONCE) {
    const some = addresses.slice(at, at + PAYEES_AT_ONCE);
    for (const find of [findReceived, findAuthorized]) {
      for (const hash of await find(publicClient(network.chainId), network, some, range)) found.add(hash);
    }
  }
  return [...found];
}
