import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentPayload, PaymentRequirements, SettleResponse } from "@x402/core/types";
import { systemClock } from "@/lib/clock";
import { type Deadline, timeLeft } from "@/lib/deadline";
import type { GrantRow } from "@/lib/entitlements/grant";
import type { ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readAuthorizationState, readBalance } from "@/lib/payment-methods/evm/chain/token";
import { LAG_POLL, proveConfirmed } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import { insufficientFunds } from "@/lib/payment-methods/evm/eip3009/insufficient-funds";
import { whyRefused } from "@/lib/payment-methods/evm/eip3009/why-refused";
import {
  type Facilitator,
  isFacilitatorUnavailable,
  type SettleOutcome,
} from "@/lib/payment-methods/evm/facilitator/facilitator";
import { commitSettlement, movePayment, type PaymentRow, releasePayment } from "@/lib/payments/ledger/ledger";
import { resumeUsedAuthorizations } from "@/lib/payments/ledger/watch-released";
import { fileUrl } from "@/lib/products/files/file-url";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { paymentPayload } from "@/lib/protocols/x402/payment-payload";
import { requirementsFor } from "@/lib/protocols/x402/requirements";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { settlementTimes } from "./settlement-times";
import { LOOK_AGAIN } from "./why-not-for-sale";

/** How long a node may lag behind the one that reports an authorization as used (ms). */
const USE_LAG = 3_000;

type SettledOutcome =
  | { kind: "settled"; grant: GrantRow; payment: PaymentRow }
  | { kind: "rejected"; code: ErrorCode; detail: string; members?: Record<string, unknown> }
  | { kind: "unavailable"; code: ErrorCode; retryAfter?: number }
  /** An earlier authorization of the payer for this file turned out to be used; this one was not settled. */
  | { kind: "paid-before"; payment: PaymentRow }
  | { kind: "unknown"; settlement: SettleResponse | null };

type Job = {
  row: PaymentRow;
  file: { id: string; sellerId: string };
  terms: TermsRow;
  network: Network;
  presented: PresentedPayment;
  facilitator: Facilitator;
  payer: { fileId: string; payer: string; chainId: number | undefined };
  /** When the request stops waiting for blocks; then the reconciler continues. */
  deadline: Deadline;
  /** Called with the facilitator's answer, as soon as it has settled. */
  onSaid: (said: SettleResponse) => void;
};

/**
 * Completes a reserved payment: verify, mark settling, settle, prove on chain (as deep as the price requires), and
 * commit payment and grant.
 *
 * Up to `settling` every failure releases the authorization and nothing was charged. From `settling` on every failure,
 * our own included, leaves the payment `unknown` until the chain shows what happened (rule 3), unless the facilitator
 * is certain that it signed and sent nothing.
 */
export async function settleReserved(job: Job): Promise<SettledOutcome> {
  const { row, network, facilitator } = job;
  const requirements = requirementsFor(job.terms, network);
  const { mediaType: mimeType } = job.terms.version;
  const payload = paymentPayload(job.presented, requirements, { url: fileUrl(job.file.id), mimeType });

  try {
    const verified = await facilitator.verify(payload, requirements);
    if (!verified.valid) return await releaseRefused(job, verified.reason);
    const [usedBefore] = await resumeUsedAuthorizations(job.payer, systemClock.now());
    if (usedBefore) return await abandonAlreadyPaid(job, usedBefore);
  } catch (error) {
    log.error({ err: error, paymentId: row.id }, "a payment could not be verified");
    const unavailable = whyUnavailable(error);
    return (await releaseUnlessUsed(job, unavailable.code)) ? unavailable : { kind: "unknown", settlement: null };
  }

  const moved = await movePayment(row.id, ["reserved"], { to: "settling", now: systemClock.now() });
  if (!moved) return { kind: "unknown", settlement: null };
  const stop = settlementTimes().startTimer({ network: network.caip2 });
  const outcome = await settleMarked(job, payload, requirements);
  stop({ outcome: outcome.kind });
  return outcome;
}

/** From `settling` on. Never throws because of the facilitator or the chain. */
async function settleMarked(
  job: Job,
  payload: PaymentPayload,
  requirements: PaymentRequirements,
): Promise<SettledOutcome> {
  const { row, network, facilitator } = job;
  let settled: SettleOutcome;
  try {
    settled = await facilitator.settle(payload, requirements, {
      paymentId: row.id,
      sellerId: job.file.sellerId,
      kind: "settlement",
      offer: { id: job.terms.id, version: job.terms.version.number },
    });
  } catch (error) {
    log.error({ err: error, paymentId: row.id }, "a payment could not be settled");
    if (!isFacilitatorUnavailable(error)) {
      await markUnknown(row, "settle_failed", null);
      return { kind: "unknown", settlement: null };
    }
    // It is certain that it signed and sent nothing: the authorization is free again.
    const released = await releaseUnlessUsed(job, error.code, "settling");
    if (!released) return { kind: "unknown", settlement: null };
    return (await shortOf(job).catch(() => null)) ?? whyUnavailable(error);
  }
  if (settled.kind === "wallet-unsupported") {
    const { reason, detail } = unsupported[settled.why];
    const released = await releaseUnlessUsed(job, reason, "settling");
    return released ? rejectUncharged("wallet_unsupported", detail) : { kind: "unknown", settlement: null };
  }
  const { transaction } = settled;
  const said = settled.kind === "settled" ? settleResponse(row, network, settled.transaction) : null;
  if (said) job.onSaid(said);
  try {
    const proof =
      settled.kind === "settled"
        ? await proveConfirmed(network, row, settled.transaction, timeLeft(job.deadline))
        : null;
    if (proof) {
      const now = systemClock.now();
      const terms = { opensByToken: true, downloadDays: job.terms.downloadDays, now };
      return { kind: "settled", ...(await commitSettlement(row, proof, terms)) };
    }
  } catch (error) {
    log.error({ err: error, paymentId: row.id }, "a settlement could not be proven or written; the reconciler will");
  }
  const reason = settled.kind === "settled" ? "not_proven" : settled.reason;
  await markUnknown(row, reason, transaction);
  return { kind: "unknown", settlement: said };
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

function whyUnavailable(error: unknown): Extract<SettledOutcome, { kind: "unavailable" }> {
  if (!isFacilitatorUnavailable(error)) return { kind: "unavailable", code: "facilitator_unavailable" };
  return { kind: "unavailable", code: error.code, retryAfter: error.retryAfter };
}

/** The payer has paid for this file by an earlier authorization: this one is released instead of settled (rule 4b). */
async function abandonAlreadyPaid(job: Job, payment: PaymentRow): Promise<SettledOutcome> {
  const released = await releaseUnlessUsed(job, "paid_before");
  return released ? { kind: "paid-before", payment } : { kind: "unknown", settlement: null };
}

/** Never throws: if even this cannot be written the row stays `settling`, which the reconciler handles as well. */
async function markUnknown(row: PaymentRow, reason: string, transaction: string | null) {
  try {
    await movePayment(row.id, ["settling"], { to: "unknown", reason, transaction, now: systemClock.now() });
  } catch (error) {
    log.error({ err: error, paymentId: row.id }, "an unknown settlement could not be written");
  }
}

/**
 * Frees the authorization, unless the chain shows it used since it was reserved. Verifying reveals it to a node, and to
 * a remote facilitator: anyone who saw it may have used it before the answer came. Then money may have moved (rule 3).
 *
 * @returns false when the payment is now unknown
 */
async function releaseUnlessUsed(
  { row, network, presented }: Job,
  reason: string,
  from: "reserved" | "settling" = "reserved",
): Promise<boolean> {
  const used = await isUsed(network, presented, reason.includes("nonce") ? USE_LAG : 0);
  const now = systemClock.now();
  if (used) await movePayment(row.id, [from], { to: "unknown", reason: "used_while_verifying", now });
  else await releasePayment(row.id, reason.slice(0, 100), now, from);
  return !used;
}

/** @param timeout ms to ask again, if the facilitator has seen a use that our node may not have yet */
async function isUsed(network: Network, { from, nonce }: PresentedPayment, timeout: number): Promise<boolean> {
  const until = performance.now() + timeout;
  for (;;) {
    if (await readAuthorizationState(network, from, nonce).catch(() => false)) return true;
    if (performance.now() + LAG_POLL > until) return false;
    await sleep(LAG_POLL);
  }
}

/** Verification failed: nothing was sent. Finds the cause that a person can act on. */
async function releaseRefused(job: Job, reason: string): Promise<SettledOutcome> {
  if (!(await releaseUnlessUsed(job, reason))) return { kind: "unknown", settlement: null };
  const { row, network, presented } = job;
  try {
    const short = await shortOf(job);
    if (short) return short;
    const cause = await whyRefused(network, presented, systemClock.now());
    if (cause === "payer_refused") {
      return rejectUncharged(
        cause,
        `The issuer of ${network.token.symbol} does not let this wallet pay on ${network.name}.`,
      );
    }
    if (cause) return { kind: "unavailable", code: cause, retryAfter: LOOK_AGAIN };
  } catch (error) {
    log.warn({ err: error, paymentId: row.id }, "the cause of a refused payment could not be read");
  }
  if (reason.includes("factory")) {
    return rejectUncharged("wallet_unsupported", "Whoever settles payments here does not make wallets of this kind.");
  }
  if (reason.includes("signature")) {
    return rejectUncharged("invalid_signature", "The network does not accept this wallet's signature.");
  }
  return rejectUncharged("payment_refused", "The network would not accept this payment.");
}

/** Null when the wallet covers the payment. @throws when the chain cannot be read */
async function shortOf({ network, presented }: Job): Promise<SettledOutcome | null> {
  const balance = await readBalance(network, presented.from);
  if (balance >= presented.value) return null;
  return { kind: "rejected", ...insufficientFunds(network, presented, balance) };
}

function rejectUncharged(code: ErrorCode, detail: string): SettledOutcome {
  return { kind: "rejected", code, detail: `${detail} Nothing was charged.` };
}
