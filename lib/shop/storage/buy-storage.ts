import "server-only";
import { db } from "@/lib/db/client";
import { inTime } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { findHold, findIdentified } from "@/lib/payments/hold";
import type { Payer } from "@/lib/payments/ports";
import type { PaymentRow } from "@/lib/payments/rows";
import { resumeUsedAuthorizations } from "@/lib/payments/watch-released";
import { type StorageOffer, unsealOffer } from "@/lib/products/storage/sealed-offer";
import { storageRef, type Wanted } from "@/lib/products/storage/storage-ref";
import { identifierHash } from "@/lib/protocols/x402/payment-identifier";
import { readNamedResource } from "@/lib/protocols/x402/storage-challenge";
import { mayMoveMoney, RETRY_AFTER_RESTORE } from "@/lib/restoration/may-move-money";
import { answerInTime } from "@/lib/shop/purchase/answer-in-time";
import { bindWhatWasFound } from "@/lib/shop/purchase/bind-what-was-found";
import { notSeenYet } from "@/lib/shop/purchase/explain-use";
import { identifierConflict } from "@/lib/shop/purchase/known-payment";
import { isSigned, type Presented, readPayment, type Signed } from "@/lib/shop/purchase/read-payment";
import { LOOK_AGAIN } from "@/lib/shop/purchase/why-not-for-sale";
import { shop } from "@/lib/shop/shop";
import { explainStorageUse } from "./explain-storage";
import { answerKnownStorage } from "./known-storage";
import { matchStorage } from "./match-storage";
import { offerStorage, rejectStorage } from "./offer-storage";
import type { StorageOutcome } from "./outcome";
import { requirePayerMayKeep } from "./payer-may-keep";
import type { StorageRequest, Timed, Want } from "./request";
import { reserveStorage } from "./reserve-and-settle";

/**
 * A purchase of storage, in the same steps as one of a file: known here? → offer, or match, check locally, reserve, verify,
 * settle, give. Knows nothing of HTTP. All its waiting has one limit; while another request of the same payer is running, this one
 * waits with it.
 *
 * @throws AppError for a header that cannot be read (`malformed_payment`), and where paying would not help
 */
export async function buyStorage(request: StorageRequest): Promise<StorageOutcome> {
  return withoutChallenge(await answerInTime(request, buyOnce, ofAnother));
}

/** The payment of another request in progress. */
function ofAnother(outcome: StorageOutcome): PaymentRow | null {
  const isIt = outcome.kind === "settlement-unknown" && outcome.uploadToken === null && outcome.settlement === null;
  return isIt ? outcome.payment : null;
}

/** No challenge is sent while nothing may be sold (rules 13 and 16). */
async function withoutChallenge(outcome: StorageOutcome): Promise<StorageOutcome> {
  const isChallenge = outcome.kind === "payment-required" || outcome.kind === "payment-rejected";
  return isChallenge && !(await mayMoveMoney()) ? restored : outcome;
}

const restored: StorageOutcome = { kind: "unavailable", code: "shop_restored", retryAfter: RETRY_AFTER_RESTORE };

async function buyOnce(request: Timed): Promise<StorageOutcome> {
  const { payment, dialect, now } = request;
  const presented = payment === null ? null : readPayment(payment, dialect);
  const hold = presented && isSigned(presented) && (await findHold(db(), presented.authorization.replayKey));
  const known = hold && (await answerKnownStorage(hold, presented as Signed, request));
  if (known) return known;

  const { wanted, closed } = await request.want();
  if (!presented) {
    if (closed) throw closed;
    return offerStorage(wanted, now);
  }
  if (hold) return rejectStorage(wanted, spent, now);
  const taken = isSigned(presented) && (await findIdentified(db(), hashOf(wanted, presented), now));
  return taken ? identifierConflict(taken) : pay({ wanted, closed }, presented, request);
}

const spent = {
  code: "nonce_already_used",
  detail: "This payment did not go through and cannot any more. Sign a new one.",
} as const;

function hashOf({ requestKey }: Wanted, { authorization, identifier }: Signed): string | null {
  return identifierHash(requestKey, authorization.payer, identifier);
}

async function pay({ wanted, closed }: Want, presented: Presented, request: Timed): Promise<StorageOutcome> {
  const { deadline, now } = request;
  const offer = readOffer(presented);
  const explain = (isUsed = false) => explainStorageUse(wanted, presented, offer, { isUsed, deadline, now });
  const match = matchStorage(wanted, offer, presented);
  if (match.kind === "mismatch") {
    const used = await readChain(() => explain());
    if (used) return used;
    if (closed) throw closed;
    return rejectStorage(wanted, match, now);
  }
  const { method } = presented;
  let ready: Parameters<typeof reserveStorage>[0];
  try {
    const judged = await inTime(method.judge(match.authorization, now), deadline);
    if (judged.kind === "refused") {
      const used = judged.code === "authorization_expired" && (await explain());
      if (used) return used;
      if (closed) throw closed;
      return rejectStorage(wanted, judged, now);
    }
    const { payer, anchor, signature } = judged;
    const signed = { ...presented, authorization: { ...match.authorization, signature } };
    if (judged.isUsed) return await answerUsed(wanted, signed, payer, { request, explain });
    await inTime(resumeUsedAuthorizations(shop, storageRef(wanted), payer, now), deadline);
    await bindWhatWasFound(storageRef(wanted), signed, payer, request);
    const refusal = await whyNot({ wanted, closed }, match, judged.short, now);
    ready = { wanted, offer: match.offer, signed, anchor, payer, refusal };
  } catch (error) {
    if (error instanceof AppError) throw error;
    log.error({ err: error, network: match.way.network }, "the chain could not be read before a payment for storage");
    return unread;
  }
  // Whatever fails from here on, nobody may say that nothing was charged.
  return reserveStorage(ready, request).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.status !== 402) throw error;
    // Since it was offered, the file has changed: the next offer is for what it is now.
    return rejectStorage((await request.want()).wanted, { ...error, detail: error.message }, now);
  });
}

const unread: StorageOutcome = {
  kind: "unavailable",
  code: "chain_unavailable",
  detail:
    "Nothing was charged by this request. Present the same authorization again once the network can be reached; do not sign another.",
};

async function readChain<T>(read: () => Promise<T>): Promise<T | StorageOutcome> {
  try {
    return await read();
  } catch (error) {
    log.error({ err: error }, "what became of an authorization for storage could not be read");
    return unread;
  }
}

/** The sealed offer that a payment names, by the echo of the challenge or in the resource's URL. */
function readOffer({ sealedOffer, resourceUrl }: Presented): StorageOffer | null {
  const sealed = sealedOffer ?? (resourceUrl === undefined ? null : readNamedResource(resourceUrl)?.sealed);
  return sealed ? unsealOffer(sealed) : null;
}

type Matched = Extract<ReturnType<typeof matchStorage>, { kind: "match" }>;

/**
 * Why nothing new is reserved, or null. What the payer has bought is given all the same (rule 4b), so it is thrown or returned
 * only then.
 */
async function whyNot(
  { wanted, closed }: Want,
  { offer, way, authorization }: Matched,
  short: Parameters<typeof rejectStorage>[1] | null,
  now: Date,
): Promise<(() => StorageOutcome) | null> {
  const refuse = (error: AppError) => () => {
    throw error;
  };
  if (closed) return refuse(closed);
  const forbidden = await requirePayerMayKeep(authorization, wanted.kind).then(
    () => null,
    (error: AppError) => error,
  );
  if (forbidden) return refuse(forbidden);
  if (!(await mayMoveMoney())) return () => restored;
  const { trouble } = way;
  if (trouble) return () => ({ kind: "unavailable", code: trouble, retryAfter: LOOK_AGAIN });
  if (offer.endsAt <= now) return () => rejectStorage(wanted, { code: "storage_offer_ended", detail: ended }, now);
  return short && (() => rejectStorage(wanted, short, now));
}

const ended = "This offer has run out. Sign for the new one. Nothing was charged.";

/** For an authorization that the chain shows used: no error from here on may claim anything about charges. */
async function answerUsed(
  wanted: Wanted,
  signed: Signed,
  payer: Payer,
  { request, explain }: { request: Timed; explain: (isUsed: boolean) => Promise<StorageOutcome | null> },
): Promise<StorageOutcome> {
  const { deadline, now } = request;
  try {
    await inTime(resumeUsedAuthorizations(shop, storageRef(wanted), payer, now), deadline);
    const hold = await findHold(db(), signed.authorization.replayKey);
    const known = hold && (await answerKnownStorage(hold, signed, request));
    return known ?? (await explain(true)) ?? notSeenYet;
  } catch (error) {
    log.error({ err: error }, "what became of a used authorization for storage could not be read");
    return notSeenYet;
  }
}
