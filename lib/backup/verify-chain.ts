import "server-only";
import { MINUTE } from "@/lib/clock";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { mapAtOnce } from "@/lib/payment-methods/evm/chain-backup/map-at-once";
import type { Shop } from "@/lib/payments/ports";
import { settings } from "@/lib/settings/settings";
import { findUnknown, type UnknownTransfer } from "./find-unknown";
import type { Finding } from "./findings";
import type { SeenTransfers, SettledTransfer } from "./seen-transfers";

const AT_ONCE = 4;
/** How far a block's time may be behind our clock (ms). */
const CLOCK_SKEW = MINUTE;

export type ChainReport = {
  since: Date;
  /** How many settled transfers the chain shows as their rows say. */
  shown: number;
  /** Transfers that no row explains, oldest first. */
  unknown: (UnknownTransfer & { /** After the rows were read: expected. */ isLater: boolean })[];
  findings: Finding[];
};

/**
 * Compares rows with the chain: whether each settled transfer is where its row says, and which transfers no row explains.
 *
 * @param seen has seen every row
 * @param at when the rows were read
 * @param secrets SESSION_SECRETs that the shop had before
 */
export async function verifyChain(
  shop: Shop,
  seen: SeenTransfers,
  at: Date,
  secrets: readonly string[] = [],
): Promise<ChainReport> {
  const findings: Finding[] = [];
  let shown = 0;
  const unknown: UnknownTransfer[] = [];
  // Somebody may have paid for storage before any row knew of it.
  const { storage } = settings();
  if (storage) seen.payees.add(storage.payTo);
  const networks = new Set([
    ...seen.settled.map(({ network }) => network),
    ...settings().networks.map((one) => one.caip2),
  ]);
  for (const network of networks) {
    try {
      const settled = seen.settled.filter((one) => one.network === network);
      const missing = await findMissing(shop, network, settled);
      shown += settled.length - missing.length;
      findings.push(...missing.map(notShown));
      unknown.push(...(await findUnknownOn(shop, network, seen, secrets)));
    } catch (error) {
      const { message } = safeChainError(error);
      findings.push({ code: "chain_unreadable", words: `${network} cannot be read: ${message}` });
    }
  }
  const dated = unknown
    .map((one) => ({ ...one, isLater: one.time.getTime() >= at.getTime() - CLOCK_SKEW }))
    .sort((one, other) => one.time.getTime() - other.time.getTime());
  const early = dated.filter(({ isLater, purpose }) => !isLater && purpose !== "perhaps");
  return { since: seen.since, shown, unknown: dated, findings: [...findings, ...early.map(notKnown)] };
}

/** @throws when the chain cannot be read, or the settings name no node */
async function findMissing(shop: Shop, network: string, settled: SettledTransfer[]): Promise<SettledTransfer[]> {
  if (settled.length > 0 && !shop.methods.some((method) => method.readableNetworks().includes(network))) {
    throw new Error(`no setting names a node of it.`);
  }
  const isShown = await mapAtOnce(settled, AT_ONCE, async (row) => {
    const proof = await shop.method(row.method).prove(row, row.transaction, 0);
    return proof !== null && proof.position === row.position && proof.transaction === row.transaction;
  });
  return settled.filter((_, at) => !isShown[at]);
}

async function findUnknownOn(
  shop: Shop,
  caip2: string,
  seen: SeenTransfers,
  secrets: readonly string[],
): Promise<UnknownTransfer[]> {
  const network = settings().networks.find((one) => one.caip2 === caip2);
  const method = shop.methods.find((one) => one.handles(caip2));
  if (!network || !method) return [];
  const { name, signers } = await method.facilitatorOn(caip2);
  const own = name === method.ownFacilitator ? signers : [];
  return findUnknown(network, own as `0x${string}`[], seen, secrets);
}

function notShown({ id, direction, network, transaction, position }: SettledTransfer): Finding {
  const words = `The ${direction} ${id} is settled, but ${network} does not show it in ${transaction} at log ${position}.`;
  return { code: "not_on_chain", words };
}

function notKnown({ network, transaction, purpose, payer }: UnknownTransfer): Finding {
  const what = purpose === "sale" ? "a sale" : "a transfer that our gas account sent";
  return {
    code: "unknown_on_chain",
    words: `${network} shows ${what} that no row explains: ${transaction}, by ${payer}.`,
  };
}
