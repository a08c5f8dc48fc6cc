import "server-only";
import { publicClient } from "@/lib/chain/clients";
import { type Network, networkByCaip2 } from "@/lib/chain/networks";
import { readAuthorizationState } from "@/lib/chain/token";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";
import { configuredFacilitator } from "@/lib/facilitator/configured";
import { networksFor } from "@/lib/files/file-info";
import { fileState } from "@/lib/files/file-state";
import { type FileForSale, findFile } from "@/lib/files/find-file";
import type { TermsRow } from "@/lib/files/terms";
import { chooseClaimToken } from "@/lib/grants/claim-token";
import { createSiblingGrant, type GrantRow } from "@/lib/grants/grant";
import { hashSecret } from "@/lib/ids";
import { log } from "@/lib/log";
import { storage } from "@/lib/storage/storage";
import { challengeFor } from "./challenge";
import { checkAuthorization } from "./check-authorization";
import { decodePayment, type PresentedPayment } from "./decode-payment";
import { type Credentials, findAccess } from "./find-access";
import { type PaymentRow, reservePayment } from "./ledger";
import { matchPayment } from "./match-payment";
import type { Outcome } from "./outcome";
import { settleReserved } from "./settle-reserved";

export type PurchaseRequest = Credentials & {
  fileId: string;
  /** The `PAYMENT-SIGNATURE` header; null where none may count: HEAD, prefetch, preview bots. */
  payment: string | null;
  /** A claim token that the client chose for this purchase (`Claim-Token` header, never the cookie). */
  chosenClaimToken: string | null;
  now: Date;
};

/**
 * The whole way of a purchase: look the file up → access shown? → for sale? → challenge, or decode, match, check
 * locally, reserve, verify, settle, grant. Never sends bytes; knows no HTTP.
 *
 * @throws AppError for a header that cannot be read (`malformed_payment`)
 */
export async function purchase(request: PurchaseRequest): Promise<Outcome> {
  const { now } = request;
  const file = await findFile(request.fileId, now);
  if (!file) return { kind: "refused", code: "file_not_found" };

  const found = await findAccess(file, request, now);
  if (found.kind === "access") {
    if (file.bytesGoneAt) return { kind: "refused", code: "file_removed" };
    return {
      kind: "granted",
      file,
      access: found.access,
      grant: found.grant,
      payment: found.payment,
      claimToken: null,
    };
  }
  if (found.kind === "pending") {
    return { kind: "settlement-unknown", payment: found.payment, claimToken: request.claimToken, settlement: null };
  }
  const presented = request.payment === null ? null : decodePayment(request.payment);
  if (presented) {
    // Money that may have moved comes before whether the file still sells (rules 3a and 7).
    const known = await findKnown(file, presented);
    if (known) return known;
  }
  const closed = whyNotForSale(file, now);
  if (closed) return closed;
  if (networksFor(file, file.terms).length === 0 && file.terms.priceMicroUsd > 0n) {
    return { kind: "unavailable", code: "not_payable" };
  }
  if (!presented) return { kind: "payment-required", file, challenge: challengeFor(file, "Payment required") };
  return pay(file, presented, request);
}

const closedCodes = { paused: "file_paused", ended: "sale_ended", removed: "file_removed" } as const;

function whyNotForSale(file: FileForSale, now: Date): Outcome | null {
  const state = fileState(file, now);
  return state === "on-sale" ? null : { kind: "refused", code: closedCodes[state] };
}

async function findKnown(file: FileForSale, presented: PresentedPayment): Promise<Outcome | null> {
  const network = networkByCaip2(presented.accepted.network);
  if (!network) return null;
  const { from: payer, nonce } = presented;
  const key = { chainId: network.chainId, token: network.token.address.toLowerCase(), payer, nonce };
  const claim = await db().claim.findUnique({
    where: { chainId_token_payer_nonce: key },
    include: { payment: true },
  });
  return claim ? knownPayment(file, claim.payment) : null;
}

function knownPayment(file: FileForSale, payment: PaymentRow | null): Outcome {
  // Failed for good: the chain showed that this authorization can move nothing any more. Paying anew is safe.
  if (payment?.state === "failed") {
    return (
      whyNotForSale(file, systemClock.now()) ??
      reject(file, "nonce_already_used", "This payment did not go through and cannot any more. Sign a new one.")
    );
  }
  const detail =
    payment === null || payment.state === "settled"
      ? "This authorization was already used here. A payment header is public once it was sent, so it opens nothing by itself: use the claim token or recovery link."
      : "This authorization was presented before and its payment is not finished. Ask its status; do not sign another.";
  return { kind: "payment-known", paymentId: payment?.id ?? null, detail };
}

async function pay(file: FileForSale, presented: PresentedPayment, request: PurchaseRequest): Promise<Outcome> {
  const match = matchPayment(file, presented);
  if (match.kind === "mismatch") return reject(file, match.code, match.detail);
  const { terms, network } = match;
  if (presented.from === presented.to) {
    return reject(file, "payer_is_payee", "The wallet that pays is the seller's own. Nothing was charged.");
  }
  if ((await storage().size(file.storageKey)) !== file.size) {
    log.error({ fileId: file.id }, "the bytes of a file for sale are missing or have another length");
    return { kind: "unavailable", code: "file_unavailable" };
  }

  let ready: Ready;
  try {
    const checked = await checkAuthorization(presented, network, request.now);
    if (checked.kind === "refused") return reject(file, checked.code, checked.detail);
    const reservedAtBlock = await publicClient(network.chainId).getBlockNumber({ cacheTime: 0 });
    if (await readAuthorizationState(network, presented.from, presented.nonce)) {
      return reject(
        file,
        "nonce_already_used",
        "This authorization was used or cancelled before. Nothing was charged.",
      );
    }
    ready = { file, presented, terms, network, reservedAtBlock, payer: checked.payer };
  } catch (error) {
    log.error({ err: error, chainId: network.chainId }, "the chain could not be read before a payment");
    return { kind: "unavailable", code: "chain_unavailable" };
  }
  return reserveAndSettle(ready, request);
}

type Ready = {
  file: FileForSale;
  presented: PresentedPayment;
  terms: TermsRow;
  network: Network;
  reservedAtBlock: bigint;
  payer: "key" | "account";
};

async function reserveAndSettle(ready: Ready, request: PurchaseRequest): Promise<Outcome> {
  const { file, presented, terms, network } = ready;
  const facilitator = configuredFacilitator();
  const claimToken = chooseClaimToken(request.chosenClaimToken);
  const reserved = await reservePayment({
    fileId: file.id,
    terms,
    network,
    facilitator: { name: facilitator.name, settlers: await facilitator.settlers(network.chainId) },
    payment: presented,
    payer: ready.payer,
    claimTokenHash: hashSecret(claimToken),
    reservedAtBlock: ready.reservedAtBlock,
    now: request.now,
  });
  switch (reserved.kind) {
    case "known":
      return knownPayment(file, reserved.payment);
    case "already-granted":
      return reopen(file, reserved.grant, claimToken, request.now);
    case "already-pending":
      return { kind: "settlement-unknown", payment: reserved.payment, claimToken: null, settlement: null };
    case "reserved":
      break;
  }
  const row = reserved.payment;
  const outcome = await settleReserved({ row, file, terms, network, presented, facilitator });
  switch (outcome.kind) {
    case "settled":
      return { kind: "granted", file, access: "paid", grant: outcome.grant, payment: outcome.payment, claimToken };
    case "rejected":
      return reject(file, outcome.code, outcome.detail, outcome.members);
    case "unavailable":
      return { kind: "unavailable", code: "facilitator_unavailable" };
    case "unknown":
      return { kind: "settlement-unknown", payment: row, claimToken, settlement: outcome.settlement };
  }
}

/** The payer proved himself by a fresh signature, which is sent to nobody: the standing grant opens (rule 4b). */
async function reopen(file: FileForSale, standing: GrantRow, claimToken: string, now: Date): Promise<Outcome> {
  const grant = await createSiblingGrant(standing, claimToken, now);
  const payment = standing.paymentId ? await db().payment.findUnique({ where: { id: standing.paymentId } }) : null;
  return { kind: "granted", file, access: "paid", grant, payment, claimToken };
}

function reject(file: FileForSale, code: ErrorCode, detail: string, members?: Record<string, unknown>): Outcome {
  if (errorTable[code].status !== 402) throw new AppError(code, { detail, members });
  return { kind: "payment-rejected", file, challenge: challengeFor(file, detail), code, detail, members };
}
