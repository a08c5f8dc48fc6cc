import "server-only";
import { isWalletBlocked } from "@/lib/blocks/blocks";
import { inTime, orLate } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import type { Authorization, Payer, Refusal } from "@/lib/payments/ports";
import type { PaymentRow } from "@/lib/payments/rows";
import { resumeUsedAuthorizations } from "@/lib/payments/watch-released";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { findAccess } from "@/lib/products/files/access/find-access";
import { FILE, fileRef } from "@/lib/products/files/file-ref";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import type { FileVersion } from "@/lib/products/files/version";
import { challengeFor, signInExtension } from "@/lib/protocols/x402/challenge";
import { shop } from "@/lib/shop/shop";
import { answerInTime } from "./answer-in-time";
import { bindWhatWasFound } from "./bind-what-was-found";
import { explainUse, notSeenYet } from "./explain-use";
import { inOneSpelling } from "./in-one-spelling";
import { findKnown } from "./known-payment";
import { matchPayment } from "./match-payment";
import type { Outcome } from "./outcome";
import { type Presented, readPayment, type Signed } from "./read-payment";
import { rejectWithChallenge } from "./reject-with-challenge";
import type { PurchaseRequest, Timed } from "./request";
import { reserveAndSettle } from "./reserve-and-settle";
import { type Restored, restoreBySignature } from "./restore-by-signature";
import { whyNotForSale, whyNotPayable } from "./why-not-for-sale";
import { whyNotSelling } from "./why-not-selling";

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
  return withoutChallenge(await answerInTime(request, purchaseOnce, ofAnother));
}

/** Whatever the reason for a challenge: none is sent while nothing may be sold (rules 13 and 16). */
async function withoutChallenge(outcome: Outcome): Promise<Outcome> {
  const isChallenge = outcome.kind === "payment-required" || outcome.kind === "payment-rejected";
  return (isChallenge && (await whyNotSelling(outcome.file))) || outcome;
}

/** The payment of another request in progress: this one has made nothing, and has no claim token for it. */
function ofAnother(outcome: Outcome): PaymentRow | null {
  const isIt = outcome.kind === "settlement-unknown" && outcome.claimToken === null && outcome.settlement === null;
  return isIt ? outcome.payment : null;
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
  const presented =
    request.payment === null ? null : await inOneSpelling(readPayment(request.payment, request.dialect));
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

  let ready: Parameters<typeof reserveAndSettle>[0];
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
    await bindWhatWasFound(fileRef(file.id), signed, payer, request);
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

/** Null unless the operator blocked the wallet. What it has bought is served all the same. */
async function whyBlocked({ payer }: Authorization): Promise<Outcome | null> {
  return (await isWalletBlocked(payer))
    ? { kind: "refused", code: "wallet_blocked", detail: "Nothing was charged." }
    : null;
}

/** Null when the wallet covers the payment. An empty wallet leaves no row, because it costs its sender nothing. */
function shortOf(file: FileForSale, short: Refusal | null): Outcome | null {
  return short && rejectWithChallenge(file, short.code, short.detail, short.members);
}
