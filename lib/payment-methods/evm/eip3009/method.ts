import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { keccak256, stringToHex } from "viem";
import { SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { atomicToMicroUsd, formatAtomic } from "@/lib/money";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { troublesFound } from "@/lib/payment-methods/evm/chain/known-trouble";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import {
  readAuthorizationState,
  readAuthorizationStates,
  readBalance,
  readChain,
} from "@/lib/payment-methods/evm/chain/token";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import { findSent, findSentFor, isSigned } from "@/lib/payment-methods/evm/gas/sent-transactions";
import { CHALLENGE_TIMEOUT_SECONDS } from "@/lib/payments/challenge-timeout";
import type { Authorization, Judged, PaymentMethod, Provable, Refusal, Resource } from "@/lib/payments/ports";
import type { OrderedTransfer, TransferRow } from "@/lib/payments/rows";
import { settings } from "@/lib/settings/settings";
import { asProvable, EIP3009, EMBEDDED, networkOf, payerOf, readAuthorization, readSigned } from "./authorization";
import { isDeepEnough, isReverted, LAG_POLL, proveConfirmed, readCertainTime, readChainTruth } from "./chain-truth";
import { decode } from "./decode";
import { insufficientFunds } from "./insufficient-funds";
import { judgeAuthorization } from "./judge-authorization";
import { paymentPayload, REFUND_TIMEOUT_SECONDS, requirementsFor } from "./payload";
import { settlementChecker } from "./recheck";
import { isSameSignature } from "./same-signature";
import { terms } from "./terms";
import { findUse, isSignedAndUsed } from "./used-authorization";
import { explainRefusal } from "./why-refused";

/** EIP-3009 on EVM networks, in the core's words. */
export const eip3009: PaymentMethod = {
  name: EIP3009,
  handles: (network) => network.startsWith("eip155:"),
  canonical: (id) => id.toLowerCase(),
  terms,
  revision: troublesFound,
  decode,
  // x402 has none for this scheme; dialects that have one make the nonce from it.
  isBound: (authorization, binding) => readSigned(authorization).nonce === keccak256(stringToHex(binding)),
  isSameSignature,
  judge,
  async facilitatorOn(network) {
    const { chainId } = networkOf({ network });
    const facilitator = configuredFacilitator(chainId);
    return { name: facilitator.name, signers: await facilitator.signers(chainId) };
  },
  isOnItsWay(authorization) {
    const { from, nonce } = readAuthorization(authorization);
    // If the node does not report pending transactions, only the block shows it.
    return readAuthorizationState(networkOf(authorization), from, nonce, "pending").catch(() => false);
  },
  isSignedAndUsed,
  findUse,
  isDeepEnough: ({ network, amount }, proof) => isDeepEnough(networkOf({ network }), amount, proof),
  displayAmount({ network, amount }) {
    const { token } = networkOf({ network });
    return `${formatAtomic(amount, token.decimals)} ${token.symbol}`;
  },
  ownFacilitator: EMBEDDED,
  anchorOfAny: "0",
  anchorBefore: ({ height }) => String(BigInt(height) - 1n),
  expiresAt: (transfer) => new Date(Number(readSigned(transfer).validBefore) * SECOND),
  toMicroUsd: (transfer) => atomicToMicroUsd(BigInt(transfer.amount), networkOf(transfer).token.decimals),
  readableNetworks: () => Object.keys(settings().rpcUrls).map((chainId) => `eip155:${chainId}`),
  isSigned,
  findReferred: findSentFor,
  async verify(row, resource) {
    const { facilitator, payload, requirements } = prepare(row, resource);
    return facilitator.verify(payload, requirements);
  },
  async settle(row, resource, mayStillSend) {
    const { facilitator, payload, requirements } = prepare(row, resource);
    const settled = await facilitator.settle(payload, requirements, {
      ...purposeOf(row, resource),
      transferId: row.id,
      sellerId: row.order.sellerId ?? "",
      mayStillSend,
    });
    return settled.kind === "wallet-unsupported" ? { kind: "payer-unsupported", ...unsupported[settled.why] } : settled;
  },
  prove(row, transaction, timeout) {
    const network = depthOf(row);
    return readChain(network, () => proveConfirmed(network, asProvable(row), transaction as `0x${string}`, timeout));
  },
  readTruth: async (row) => readChainTruth(depthOf(row), asProvable(row), await findSent(row)),
  async isReverted(row) {
    return row.transaction !== null && isReverted(networkOf(row), row.transaction as `0x${string}`);
  },
  isUsed,
  readUses,
  areOver,
  recheck: settlementChecker,
  whyRefused: explainRefusal,
  async shortOf(row): Promise<Refusal | null> {
    const network = networkOf(row);
    const presented = readAuthorization(row);
    const balance = await readBalance(network, presented.from).catch(() => null);
    return balance === null || balance >= presented.value ? null : insufficientFunds(network, presented, balance);
  },
};

async function judge(authorization: Authorization, now: Date): Promise<Judged> {
  const network = networkOf(authorization);
  const presented = readAuthorization(authorization);
  const facilitator = configuredFacilitator(network.chainId);
  const judged = await judgeAuthorization(presented, network, {
    now,
    deploysFrom: (factory) => facilitator.deploysFrom(network, factory),
    simulatesAt: facilitator.name === EMBEDDED ? "pending" : "latest",
  });
  if (judged.kind === "refused") return judged;
  const { balance, newestBlock, isUsed, signature } = judged;
  return {
    kind: "good",
    payer: payerOf(network, presented.from, judged.payer),
    anchor: newestBlock.toString(),
    isUsed,
    signature,
    short: balance >= presented.value ? null : insufficientFunds(network, presented, balance),
  };
}

const unsupported = {
  "not-made": {
    reason: "wallet_not_deployed",
    detail: "The deployment in the signature did not create the payer's wallet.",
  },
  "too-much-gas": {
    reason: "wallet_takes_too_much",
    detail: "A payment by this wallet needs more gas than this server pays for. Use another wallet.",
  },
};

function prepare(row: TransferRow, resource: Resource) {
  const network = networkOf(row);
  const due = { payTo: row.payee, amount: BigInt(row.amount) };
  const timeout = row.direction === "refund" ? REFUND_TIMEOUT_SECONDS : CHALLENGE_TIMEOUT_SECONDS;
  const requirements = requirementsFor(due, network, timeout);
  const payload = paymentPayload(readAuthorization(row), requirements, resource);
  return { facilitator: configuredFacilitator(network.chainId), payload, requirements };
}

function purposeOf({ direction, order }: OrderedTransfer, { version = 0 }: Resource) {
  if (direction === "refund") return { kind: "refund" } as const;
  return { kind: "settlement", offer: { id: order.offerId, version } } as const;
}

/** A sale is as deep as its price requires; a refund is reported only once it is final. */
function depthOf(row: Provable & { direction?: string }) {
  const network = networkOf(row);
  if (row.direction !== "refund") return network;
  return { ...network, confirmationsByPrice: [{ fromUsd: 0, blocks: network.confirmations }] };
}

async function isUsed(row: TransferRow, patience = 0): Promise<boolean> {
  const network = networkOf(row);
  const { from, nonce } = readAuthorization(row);
  const until = performance.now() + patience;
  for (;;) {
    if (await readAuthorizationState(network, from, nonce).catch(() => false)) return true;
    if (performance.now() + LAG_POLL > until) return false;
    await sleep(LAG_POLL);
  }
}

/** @throws an error that is safe for the log */
async function readUses(caip2: string, rows: TransferRow[]) {
  try {
    return await readUsesNow(caip2, rows);
  } catch (error) {
    throw safeChainError(error);
  }
}

async function readUsesNow(caip2: string, rows: TransferRow[]) {
  const network = networkOf({ network: caip2 });
  const latest = await publicClient(network.chainId).getBlock({ blockTag: "latest" });
  const keys = rows.map((row) => ({
    token: row.asset as `0x${string}`,
    payer: row.payer as `0x${string}`,
    nonce: readSigned(row).nonce,
  }));
  const states = await readAuthorizationStates(network, keys, latest.number);
  const used = rows.filter((_, index) => states[index]);
  const unused = rows.filter((_, index) => !states[index]);
  if (unused.length === 0) return { used, over: [] };
  const certain = await readCertainTime(network, latest);
  return { used, over: unused.filter((row) => certain > BigInt(readSigned(row).validBefore)) };
}

/** By the chain's own clock, at its certain block. */
async function areOver(rows: Pick<TransferRow, "id" | "network" | "signed">[]): Promise<string[]> {
  const times = new Map<string, bigint | null>();
  for (const { network } of rows) if (!times.has(network)) times.set(network, await certainTime(network));
  return rows.filter((row) => (times.get(row.network) ?? 0n) > BigInt(readSigned(row).validBefore)).map(({ id }) => id);
}

/** Null while it cannot be read. */
async function certainTime(caip2: string): Promise<bigint | null> {
  try {
    const network = networkOf({ network: caip2 });
    return await readCertainTime(network, await publicClient(network.chainId).getBlock({ blockTag: "latest" }));
  } catch (error) {
    log.warn({ err: safeChainError(error), network: caip2 }, "expired rows are kept for now: the chain cannot be read");
    return null;
  }
}
