import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, newSecret } from "@/lib/ids";
import type { Payer } from "@/lib/payments/ports";
import { reserve } from "@/lib/payments/reserve";
import type { PaymentRow } from "@/lib/payments/rows";
import { stoppedCode, whatIsStopped } from "@/lib/products/files/what-is-stopped";
import type { StorageOffer } from "@/lib/products/storage/sealed-offer";
import { storageRef, type Wanted } from "@/lib/products/storage/storage-ref";
import { offerOnNetwork } from "@/lib/products/storage/ways-to-pay-storage";
import { identifierHash } from "@/lib/protocols/x402/payment-identifier";
import { isOnItsWay } from "@/lib/shop/purchase/is-on-its-way";
import { boundElsewhere, identifierConflict } from "@/lib/shop/purchase/known-payment";
import type { Signed } from "@/lib/shop/purchase/read-payment";
import { settleInTime } from "@/lib/shop/purchase/settle-in-time";
import { shop } from "@/lib/shop/shop";
import { readParts } from "@/lib/uploads/admission/open-uploads";
import { giveAgain } from "./give-again";
import { journalAccepted } from "./journal-accepted";
import { answerKnownStorage } from "./known-storage";
import { rejectStorage } from "./offer-storage";
import { onItsWay, type StorageOutcome } from "./outcome";
import type { Timed } from "./request";
import { storageUrl } from "./storage-url";

type Ready = {
  wanted: Wanted;
  offer: StorageOffer;
  signed: Signed;
  anchor: string;
  payer: Payer;
  /** Why nothing new is reserved: returns or throws it; null if it may be. */
  refusal: (() => StorageOutcome) | null;
};

/** Reserves a payment for storage that was checked, and settles it; or gives what the payer has bought already. */
export async function reserveStorage(ready: Ready, request: Timed): Promise<StorageOutcome> {
  const { wanted, offer, signed, anchor, payer, refusal } = ready;
  const { method, authorization, identifier } = signed;
  const { network } = authorization;
  const uploadToken = wanted.kind === "upload" ? (request.chosenToken ?? newSecret()) : null;
  const parts = wanted.kind !== "file" && refusal === null ? await readParts() : new Map();
  const reserved = await reserve(shop, {
    offer: offerOnNetwork({ offer, name: wanted.name, parts }, network),
    authorization,
    payer,
    facilitator: await method.facilitatorOn(network),
    identifierHash: identifierHash(wanted.requestKey, authorization.payer, identifier),
    secretHash: hashSecret(uploadToken ?? newSecret()),
    isSecretChosen: wanted.kind === "upload" && request.chosenToken !== null,
    anchor,
    existingOnly: refusal !== null,
    now: request.now,
  });
  switch (reserved.kind) {
    case "known":
      return (await answerKnownStorage(reserved.hold, signed, request)) ?? onItsWay;
    case "identifier-taken":
      return identifierConflict(reserved.hold);
    case "already-paid":
      // The payer is proven by a fresh authorization, which is sent to nobody (rule 4b).
      if (await isOnItsWay(method, authorization, request.deadline)) return onItsWay;
      return giveAgain(reserved.order.id, request);
    case "bound":
      return boundElsewhere(reserved.paymentId);
    case "already-pending":
      return { kind: "settlement-unknown", payment: reserved.payment, uploadToken: null, settlement: null };
    case "nothing-stands":
      return refusal ? refusal() : { kind: "refused", code: "upload_not_found" };
    case "reserved":
      await journalAccepted(reserved.payment, offer, wanted.name, request.now);
      return settle(ready, { payment: reserved.payment, uploadToken }, request);
  }
}

/** Settles a reserved payment, and waits for it as long as the request may. */
async function settle(
  { wanted, payer }: Ready,
  { payment, uploadToken }: { payment: PaymentRow; uploadToken: string | null },
  { deadline, now }: Timed,
): Promise<StorageOutcome> {
  const outcome = await settleInTime({
    row: payment,
    ref: storageRef(wanted),
    payer,
    resource: { url: storageUrl(wanted), mimeType: "application/json" },
    deadline,
  });
  switch (outcome.kind) {
    case "settled":
      return (await isOwed(payment.id))
        ? { kind: "owed", payment: outcome.transfer }
        : { kind: "kept", payment: outcome.transfer, uploadToken };
    case "rejected":
      return rejectStorage(wanted, outcome, now);
    case "unavailable":
      return { kind: "unavailable", code: outcome.code, retryAfter: outcome.retryAfter };
    case "stopped":
      throw await stoppedMeanwhile(wanted);
    case "settlement-unknown": {
      const { kind, isOwn, settlement } = outcome;
      return { kind, payment: outcome.payment, uploadToken: isOwn ? uploadToken : null, settlement };
    }
  }
}

/** The operator stopped the file before anything was signed for the payment. */
async function stoppedMeanwhile({ kind, targetId, fileId }: Wanted): Promise<AppError> {
  const stopped = await whatIsStopped(db(), (kind === "file" ? targetId : fileId) ?? "");
  return new AppError(stopped ? stoppedCode(stopped) : "file_removed", { detail: "Your payment was not sent." });
}

async function isOwed(orderId: string): Promise<boolean> {
  const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
  return purchase !== null && purchase.owedMicroUsd !== null;
}
