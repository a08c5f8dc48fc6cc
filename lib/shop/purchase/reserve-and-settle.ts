import "server-only";
import { db } from "@/lib/db/client";
import { chooseClaimToken, requireUnguessable } from "@/lib/entitlements/claim-token";
import { findFirstGrantOfOrder, findLiveGrantOfPayer, type GrantRow } from "@/lib/entitlements/grant";
import { hashSecret } from "@/lib/ids";
import type { Payer } from "@/lib/payments/ports";
import { reserve, whoseOrders } from "@/lib/payments/reserve";
import type { PaymentRow } from "@/lib/payments/rows";
import { fileRef, offerOf } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import type { FileForSale } from "@/lib/products/files/find-file";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import { stoppedCode, whatIsStopped } from "@/lib/products/files/what-is-stopped";
import { identifierHash } from "@/lib/protocols/x402/payment-identifier";
import { shop } from "@/lib/shop/shop";
import { isOnItsWay } from "./is-on-its-way";
import { answerKnown, boundElsewhere, identifierConflict, onItsWayElsewhere } from "./known-payment";
import type { Outcome } from "./outcome";
import type { Signed } from "./read-payment";
import { rejectWithChallenge } from "./reject-with-challenge";
import type { Timed } from "./request";
import { restoreAccess } from "./restore-access";
import { settleInTime } from "./settle-in-time";

const anotherVersion: Outcome = { kind: "refused", code: "precondition_failed", detail: "Nothing was charged." };

/** A payment that fits and was checked here. */
type Ready = {
  file: FileForSale;
  presented: Signed;
  terms: TermsRow;
  anchor: string;
  payer: Payer;
  /** Why nothing new is reserved, or null. Files that the payer already has are served anyway (rule 4b). */
  refusal: Outcome | null;
};

/** Reserves a payment that was checked, and settles it; or serves what the payer has already. */
export async function reserveAndSettle(ready: Ready, request: Timed): Promise<Outcome> {
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
  const outcome = await settleInTime({
    row: payment,
    ref: fileRef(file.id),
    payer,
    resource: { url: fileUrl(file.id), mimeType: terms.version.mediaType, version: terms.version.number },
    deadline,
  });
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
    case "stopped":
      return stoppedMeanwhile(file);
    case "settlement-unknown": {
      const { kind, isOwn, settlement } = outcome;
      return { kind, payment: outcome.payment, claimToken: isOwn ? claimToken : null, settlement };
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

/** The operator stopped its sale before anything was signed for the payment. */
async function stoppedMeanwhile({ id, members }: FileForSale): Promise<Outcome> {
  const stopped = await whatIsStopped(db(), id);
  const code = stopped === null && members !== null ? "member_stopped" : stoppedCode(stopped ?? "suspended");
  return { kind: "refused", code, detail: "Your payment was not sent." };
}
