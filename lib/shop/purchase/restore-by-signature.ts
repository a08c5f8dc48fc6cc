import "server-only";
import { db } from "@/lib/db/client";
import { findLiveGrantOfPayer } from "@/lib/entitlements/grant";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import { payerOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { bindFound, isAnyFound } from "@/lib/payments/found-transfers";
import { findUnresolvedOfPayer } from "@/lib/payments/ledger";
import { whoseOrders } from "@/lib/payments/reserve";
import { fileRef } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import type { FileForSale } from "@/lib/products/files/find-file";
import { shop } from "@/lib/shop/shop";
import { checkSignInWithX } from "@/lib/sign-in/sign-in-with-x";
import { useProofOnce } from "@/lib/sign-in/use-proof-once";
import type { Outcome } from "./outcome";
import { rejectWithChallenge } from "./reject-with-challenge";
import { restoreAccess } from "./restore-access";
import { whyNotForSale } from "./why-not-for-sale";

type Shown = { signIn: string; chosenClaimToken: string | null; version?: number; now: Date };

/** A refusal does not end the request: a payment in the same request still counts. */
export type Restored = { kind: "opened"; outcome: Outcome } | { kind: "refused"; outcome: Outcome };

/**
 * Gives a payer access again by a fresh signature (x402 extension `sign-in-with-x`): opens the live grant for this
 * file, also one whose claim token is disabled because somebody else's transaction settled it (rule 3d), and makes a
 * claim token for this device. Tells a payer whose payment is in progress to wait.
 *
 * A proof works once: its nonce is used up last, when it gives access, so that a refused proof spoils nothing and
 * stores nothing. A wallet's purchases are only revealed to its owner.
 *
 * @throws AppError `chain_unavailable` when a contract account's chain does not answer
 */
export async function restoreBySignature(file: FileForSale, shown: Shown): Promise<Restored> {
  const { now } = shown;
  const subject = { id: file.id, uri: fileUrl(file.id) };
  const checked = await checkSignInWithX(shown.signIn, subject, now);
  if (checked.kind === "refused") return refuseProof(file, checked.detail, now);

  const { identity, nonce } = checked;
  // A plain key is the same payer on every chain, a contract account on its own only.
  const network = { caip2: `eip155:${identity.chainId}` };
  const payer = payerOf(network, identity.address, identity.chainId === 0 ? "key" : "account");
  const ref = fileRef(file.id);
  const own = { ...ref, ...whoseOrders(payer) };
  const find = () => findLiveGrantOfPayer(db(), own, now);
  const grant = (await find()) ?? (await bindFound(shop, ref, payer, now).then(find));
  if (grant) {
    if (!(await useProofOnce(subject, nonce, now))) {
      return refuseProof(file, "This proof has already been used. Sign the new one in this response.", now);
    }
    return { kind: "opened", outcome: await restoreAccess(file, grant, shown) };
  }
  const payment = await findUnresolvedOfPayer(db(), own);
  if (payment) {
    return { kind: "opened", outcome: { kind: "settlement-unknown", payment, claimToken: null, settlement: null } };
  }
  if (await isAnyFound(ref, payer)) return { kind: "refused", outcome: notYetGiven };
  return refuseProof(file, "This wallet has no purchase of this file that still opens it.", now);
}

/** After a restore: the chain has shown it, and who paid for what is not certain yet. */
const notYetGiven: Outcome = {
  kind: "payment-known",
  code: "payment_unrecorded",
  paymentId: null,
  detail:
    "The network shows a payment by this wallet that may have been for this file. The operator of this server has to confirm it, and has been told that you asked. Do not pay again; come back later.",
};

function refuseProof(file: FileForSale, detail: string, now: Date): Restored {
  return { kind: "refused", outcome: whyNotForSale(file, now, detail) ?? challenge(file, detail) };
}

function challenge(file: FileForSale, detail: string): Outcome {
  if (waysToPay(file.terms).length === 0) return { kind: "unavailable", code: "not_payable", detail };
  return rejectWithChallenge(file, "wallet_proof_refused", detail);
}
