import "server-only";
import { isWalletBlocked } from "@/lib/blocks/blocks";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Deadline, inTime, orLate, startDeadline, timeLeft } from "@/lib/deadline";
import { chooseClaimToken, requireUnguessable } from "@/lib/entitlements/claim-token";
import { findFirstGrantOfOrder, findLiveGrantOfPayer, type GrantRow } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { hashSecret } from "@/lib/ids";
import { log } from "@/lib/log";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import { bindFound, isAnyFound } from "@/lib/payments/found-transfers";
import type { Authorization, Payer, Refusal } from "@/lib/payments/ports";
import { SALE_STOPPED } from "@/lib/payments/reasons";
import { reserve, whoseOrders } from "@/lib/payments/reserve";
import { findPayment, type PaymentRow } from "@/lib/payments/rows";
import { type SettledOutcome, settleReserved } from "@/lib/payments/settle";
import { resumeUsedAuthorizations } from "@/lib/payments/watch-released";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { type Credentials, findAccess } from "@/lib/products/files/access/find-access";
import { FILE, fileRef, offerOf } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import type { FileVersion } from "@/lib/products/files/version";
import { stoppedCode, whatIsStopped } from "@/lib/products/files/what-is-stopped";
import { challengeFor, signInExtension } from "@/lib/protocols/x402/challenge";
import { identifierHash } from "@/lib/protocols/x402/payment-identifier";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { shop } from "@/lib/shop/shop";
import { explainUse, notSeenYet } from "./explain-use";
import { isOnItsWay } from "./is-on-its-way";
import { answerKnown, boundElsewhere, findKnown, identifierConflict, onItsWayElsewhere } from "./known-payment";
import { matchPayment } from "./match-payment";
import type { Outcome } from "./outcome";
import { type Presented, readPayment, type Signed } from "./read-payment";
import { rejectWithChallenge } from "./reject-with-challenge";
import { restoreAccess } from "./restore-access";
import { type Restored, restoreBySignature } from "./restore-by-signature";
import { hasEnded } from "./wait-for-first";
import { whyNotForSale, whyNotPayable } from "./why-not-for-sale";
import { whyNotSelling } from "./why-not-selling";

export type PurchaseRequest = Credentials & {
  fileId: string;
  /** The `PAYMENT-SIGNATURE` header; null where none may count: HEAD, prefetch, preview bots. */
  payment: string | null;
  /** The `SIGN-IN-WITH-X` header; null where none may count. */
  signIn: string | null;
  /** The number of the requested version; undefined for the default one of the access. */
  version?: number;
  /** Whether the request accepts these bytes (its preconditions); absent, it accepts any. */
  takes?: (version: FileVersion) => boolean;
  /** A claim token that the client chose for this purchase (`Claim-Token` header, never the cookie). */
  chosenClaimToken: string | null;
  /** Whether the buyer states that the right of withdrawal ends with the download; see `Order.withdrawalWaivedAt`. */
  waivesWithdrawal?: boolean;
  /** When the request stops waiting; absent, the time starts now. */
  deadline?: Deadline;
  now: Date;
};

type Timed = PurchaseRequest & { deadline: Deadline };

/**
 * The steps of a purchase: look the file up → access, or a payer's signature? → for sale? → challenge, or decode,
 * match, check locally, reserve, verify, settle, grant. Never sends bytes; knows nothing of HTTP.
 *
 * All its waiting has one limit. If it has not finished by then, the outcome is "in progress", and the work continues.
 * While another request of the same payer is running, this one waits with it.
 *
 * @throws AppError for a header that cannot be read (`malformed_payment`)
 */
export async function purchase(request: PurchaseRequest): Promise<Outcome> {
  const began = performance.now();
  const deadline = request.deadline ?? startDeadline();
  for (;;) {
    const now = new Date(request.now.getTime() + performance.now() - began);
    const outcome = await purchaseOnce({ ...request, deadline, now });
    if (!isOfAnother(outcome) || timeLeft(deadline) === 0 || !(await hasEnded(outcome.payment, deadline)))
      return withoutChallenge(outcome);
  }
}

/** Whatever the reason for a challenge: none is sent while nothing may be sold (rules 13 and 16). */
async function withoutChallenge(outcome: Outcome): Promise<Outcome> {
  const isChallenge = outcome.kind === "payment-required" || outcome.kind === "payment-rejected";
  return (isChallenge && (await whyNotSelling(outcome.file))) || outcome;
}

/** In progress by another request: this one has made nothing, and has no claim token for it. */
function isOfAnother(outcome: Outcome): outcome is Extract<Outcome, { kind: "settlement-unknown" }> {
  return outcome.kind === "settlement-unknown" && outcome.claimToken === null && outcome.settlement === null;
}

async function purchaseOnce(request: Timed): Promise<Outcome> {
  const { now } = request;
  const file = await findFile(request.fileId, now);
  if (!file) return { kind: "refused", code: "file_not_found" };
  // Before any credential: one whose time the clock says has ended is only held (rule 12).
  if (file.withheldAt !== null && request.payment === null) return { kind: "refused", code: "file_withheld" };

  const found = await findAccess(file, request, now);
  if (found.kind === "access") {
    const { access, grant, payment } = found;
    const opened = await chooseVersion(file, found, request.version);
    if (opened.kind === "refused") return opened;
    return { ...opened, kind: "granted", file, access, grant, payment, claimToken: null };
  }
  if (found.kind === "pending") {
    return { kind: "settlement-unknown", payment: found.payment, claimToken: request.claimToken, settlement: null };
  }
  const bySignature = request.signIn === null ? null : await openInTime(file, { ...request, signIn: request.signIn });
  if (bySignature?.kind === "opened") return bySignature.outcome;
  const presented = request.payment === null ? null : readPayment(request.payment);
  if (presented) {
    const known = await findKnown(file, presented, request);
    if (known) return known;
  } else if (bySignature) {
    return bySignature.outcome;
  }
  const closed = whyNotForSale(file, now);
  if (closed) return presented ? pay(file, presented, request, closed) : closed;
  if (waysToPay(file.terms).length === 0 && file.terms.priceMicroUsd > 0n) {
    return (presented && (await explain(file, presented, request))) ?? { kind: "unavailable", code: "not_payable" };
  }
  if (!presented && !isAskedFor(file.version, request)) return notForSale(file);
  if (!presented)
    return whyNotPayable(file) ?? { kind: "payment-required", file, challenge: challengeFor(file, "Payment required") };
  return pay(file, presented, request, null);
}

/** A proof that cannot be checked, or not in time, is refused: a payment in the same request still counts. */
async function openInTime(file: FileForSale, request: Timed & { signIn: string }): Promise<Restored> {
  const opening = restoreBySignature(file, request).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "chain_unavailable") return null;
    throw error;
  });
  const unchecked = { kind: "unavailable", code: "chain_unavailable" } as const;
  return (await orLate(opening, request.deadline)) ?? { kind: "refused", outcome: unchecked };
}

function isAskedFor({ number }: FileVersion, { version }: PurchaseRequest): boolean {
  return version === undefined || version === number;
}

/** Earlier versions are not sold. Their buyers may get access by a signature; this contains what to sign. */
function notForSale(file: FileForSale): Outcome {
  const detail = `Version ${file.version.number} is the one that is sold. Nothing was charged.`;
  return { kind: "refused", code: "version_not_found", detail, extensions: signInExtension(file) };
}

/**
 * @param closed why the file is no longer sold, or null. Then there are no new buyers, but a buyer who paid and lost
 *   the response gets the file by signing again, as on a file that is sold (rules 4a and 4b).
 */
async function pay(file: FileForSale, presented: Presented, request: Timed, closed: Outcome | null): Promise<Outcome> {
  const match = matchPayment(file, presented);
  if (match.kind === "mismatch") {
    return (await explain(file, presented, request)) ?? closed ?? rejectWithChallenge(file, match.code, match.detail);
  }
  const { terms, way, authorization } = match;
  const { version } = terms;
  const { method } = presented;
  if (!isAskedFor(version, request)) return (await explain(file, presented, request)) ?? closed ?? notForSale(file);
  if (authorization.payer === authorization.payee) {
    return (
      closed ??
      rejectWithChallenge(file, "payer_is_payee", "The wallet that pays is the seller's own. Nothing was charged.")
    );
  }
  // A closed file is no longer sold; buyers of an earlier version may still get that one.
  if (!closed && !(await shop.product(FILE).isDeliverable(terms.id))) {
    log.error({ fileId: file.id }, "the bytes of a file for sale are missing or have another length");
    return (await explain(file, presented, request)) ?? { kind: "unavailable", code: "file_unavailable" };
  }

  let ready: Ready;
  try {
    // There is no hold yet: a late request gets no result here, and there is no payment.
    const judged = await inTime(method.judge(authorization, request.now), request.deadline);
    if (judged.kind === "refused") {
      const used = judged.code === "authorization_expired" && (await explain(file, presented, request));
      return used || (closed ?? rejectWithChallenge(file, judged.code, judged.detail));
    }
    const { payer, anchor, signature } = judged;
    const signed = { ...presented, authorization: { ...authorization, signature } };
    if (judged.isUsed) return answerUsed(file, signed, payer, request);
    await inTime(resumeUsedAuthorizations(shop, fileRef(file.id), payer, request.now), request.deadline);
    await bindWhatWasFound(file, signed, payer, request);
    const refusal =
      closed ??
      (await whyBlocked(authorization)) ??
      (await whyNotSelling(file)) ??
      whyNotPayable(file, [way]) ??
      shortOf(file, judged.short);
    ready = { file, presented: signed, terms, anchor, payer, refusal };
  } catch (error) {
    log.error({ err: error, network: way.network }, "the chain could not be read before a payment");
    return { kind: "unavailable", code: "chain_unavailable", detail: notSeen };
  }
  return reserveAndSettle(ready, request);
}

const notSeen =
  "Nothing was charged by this request. Present the same authorization again once the network can be reached; do not sign another.";

/** What the chain shows about an authorization without a hold here, or null (`explainUse`). */
async function explain(file: FileForSale, presented: Presented, { deadline, now }: Timed): Promise<Outcome | null> {
  try {
    return await explainUse(file, presented, { isUsed: false, deadline, now });
  } catch (error) {
    log.error({ err: error, fileId: file.id }, "what became of an authorization could not be read");
    return { kind: "unavailable", code: "chain_unavailable", detail: notSeen };
  }
}

/** The same for one that the chain shows used: no error from here on may claim anything about charges. */
async function answerUsed(file: FileForSale, presented: Signed, payer: Payer, request: Timed): Promise<Outcome> {
  const { deadline, now } = request;
  try {
    await inTime(resumeUsedAuthorizations(shop, fileRef(file.id), payer, now), deadline);
    const known = await findKnown(file, presented, request);
    return known ?? (await explainUse(file, presented, { isUsed: true, deadline, now })) ?? notSeenYet;
  } catch (error) {
    log.error({ err: error, fileId: file.id }, "what became of a used authorization could not be read");
    return notSeenYet;
  }
}

/** A fresh authorization, which nobody else has, proves its payer: a transfer found for this file belongs to the payer. */
async function bindWhatWasFound(
  file: FileForSale,
  { method, authorization }: Signed,
  payer: Payer,
  { deadline, now }: Timed,
): Promise<void> {
  const ref = fileRef(file.id);
  if (!(await isAnyFound(ref, payer)) || (await isOnItsWay(method, authorization, deadline))) return;
  await bindFound(shop, ref, payer, now);
}

const anotherVersion: Outcome = { kind: "refused", code: "precondition_failed", detail: "Nothing was charged." };

type Ready = {
  file: FileForSale;
  presented: Signed;
  terms: TermsRow;
  anchor: string;
  payer: Payer;
  /** Why nothing new is reserved, or null. Files that the payer already has are served anyway (rule 4b). */
  refusal: Outcome | null;
};

/** Null when the wallet covers the payment. An empty wallet leaves no row, because it costs its sender nothing. */
function shortOf(file: FileForSale, short: Refusal | null): Outcome | null {
  return short && rejectWithChallenge(file, short.code, short.detail, short.members);
}

async function reserveAndSettle(ready: Ready, request: Timed): Promise<Outcome> {
  const { file, presented, terms } = ready;
  const { method, authorization, identifier } = presented;
  // Bytes that would be answered with 412 are not sold; files that the payer already has are served anyway.
  const refused = ready.refusal ?? (request.takes?.(terms.version) === false ? anotherVersion : null);
  const claimToken = chooseClaimToken(request.chosenClaimToken);
  requireUnguessable(claimToken);
  const reserved = await reserve(shop, {
    offer: offerOf(terms, file.sellerId),
    authorization,
    payer: ready.payer,
    facilitator: await method.facilitatorOn(authorization.network),
    identifierHash: identifierHash(file.id, authorization.payer, identifier),
    secretHash: hashSecret(claimToken),
    isSecretChosen: request.chosenClaimToken !== null,
    anchor: ready.anchor,
    existingOnly: refused !== null,
    waivesWithdrawal: request.waivesWithdrawal,
    now: request.now,
  });
  switch (reserved.kind) {
    case "known":
      return answerKnown(file, reserved.hold, presented, request);
    case "identifier-taken":
      return identifierConflict(reserved.hold);
    case "already-paid": {
      // The payer is proven by a fresh authorization, which is sent to nobody (rule 4b).
      if (await isOnItsWay(method, authorization, request.deadline)) return onItsWayElsewhere;
      const own = { ...fileRef(file.id), ...whoseOrders(ready.payer) };
      const grant = await findLiveGrantOfPayer(db(), own, request.now);
      return grant ? restoreAccess(file, grant, request) : { kind: "refused", code: "access_ended" };
    }
    case "bound":
      return boundElsewhere(reserved.paymentId);
    case "already-pending":
      return { kind: "settlement-unknown", payment: reserved.payment, claimToken: null, settlement: null };
    case "nothing-stands":
      return refused ?? { kind: "refused", code: "file_not_found" };
    case "reserved":
      return settle(ready, { payment: reserved.payment, claimToken }, request);
  }
}

/** Settles a reserved payment, and waits for it as long as the request may. */
async function settle(
  { file, terms, payer }: Ready,
  { payment, claimToken }: { payment: PaymentRow; claimToken: string },
  { deadline }: Timed,
): Promise<Outcome> {
  let said: string | null = null;
  let paidBefore: PaymentRow | undefined;
  const settling = settleReserved(shop, {
    row: payment,
    resource: { url: fileUrl(file.id), mimeType: terms.version.mediaType, version: terms.version.number },
    deadline,
    // The payer has paid for this file by an earlier authorization: this one is released instead of settled (rule 4b).
    async beforeSending() {
      [paidBefore] = await resumeUsedAuthorizations(shop, fileRef(file.id), payer, systemClock.now());
      return paidBefore ? "paid_before" : null;
    },
    onSaid(transaction) {
      said = transaction;
    },
  });
  settling.catch((error) => log.error({ err: error, paymentId: payment.id }, "a payment was left to the reconciler"));
  const outcome: SettledOutcome = (await orLate(settling, deadline)) ?? { kind: "unknown", transaction: said };
  const stopped = outcome.kind === "settled" ? null : await whyStopped(file, payment);
  if (stopped) return stopped;
  switch (outcome.kind) {
    case "settled": {
      const grant = await findFirstGrantOfOrder(db(), payment.id);
      if (grant && grant.heldAt !== null) return refundDue(file, outcome.transfer, grant, claimToken);
      return {
        kind: "granted",
        file,
        // The version that was shown is the one paid for, and the one in the receipt.
        version: terms.version,
        versions: [terms.version],
        access: "paid",
        grant,
        payment: outcome.transfer,
        claimToken,
      };
    }
    case "rejected":
      return rejectWithChallenge(file, outcome.code, outcome.detail, outcome.members);
    case "unavailable":
      return { kind: "unavailable", code: outcome.code, retryAfter: outcome.retryAfter };
    case "given-up":
      return { kind: "settlement-unknown", payment: paidBefore ?? payment, claimToken: null, settlement: null };
    case "unknown": {
      const settlement = outcome.transaction ? settleResponse(payment, outcome.transaction) : null;
      return { kind: "settlement-unknown", payment, claimToken, settlement };
    }
  }
}

/** The operator stopped the sale while this payment was on its way: it gives nothing for now. */
async function refundDue(
  file: FileForSale,
  payment: PaymentRow,
  grant: GrantRow,
  claimToken: string,
): Promise<Outcome> {
  const stopped = await whatIsStopped(db(), file.id);
  const code = stopped === "withheld" ? "file_withheld" : "refund_due";
  return { kind: "refund-due", code, payment, grant, claimToken };
}

/** Why a payment that was just given up before anything was signed for it cannot go on: its file's sale was stopped. */
async function whyStopped({ id }: FileForSale, payment: PaymentRow): Promise<Outcome | null> {
  const row = await findPayment(db(), payment.id);
  if (row?.state !== "failed" || row.reason !== SALE_STOPPED) return null;
  const stopped = await whatIsStopped(db(), id);
  const code = stoppedCode(stopped ?? "suspended");
  return { kind: "refused", code, detail: "Your payment was not sent." };
}

/** Null unless the operator blocked the wallet. What it has bought is served all the same. */
async function whyBlocked({ payer }: Authorization): Promise<Outcome | null> {
  return (await isWalletBlocked(payer))
    ? { kind: "refused", code: "wallet_blocked", detail: "Nothing was charged." }
    : null;
}
