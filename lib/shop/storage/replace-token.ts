import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newSecret } from "@/lib/ids";
import { payerOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { whoseOrders } from "@/lib/payments/reserve";
import { setUploadToken } from "@/lib/products/storage/new-token";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";
import { checkSignInWithX, declareSignInWithX, SIGN_IN_WITH_X } from "@/lib/sign-in/sign-in-with-x";
import { useProofOnce } from "@/lib/sign-in/use-proof-once";
import { UPLOADS_PATH } from "@/lib/uploads/schema";

type Asked = { uploadId: string; signIn: string | null; chosenToken: string | null; now: Date };

/**
 * A new token for an unpublished upload, by a signature of the wallet that paid for it: the only way once bytes have come, or
 * when somebody else's transaction moved the money (rules 11c and 11d). A proof works once.
 *
 * @returns the token
 * @throws AppError `sign_in_required` with what to sign (extension `sign-in-with-x`), for whatever is wrong with the proof;
 *   `upload_not_found` once it is proven that the wallet paid for no such upload; `chain_unavailable`
 */
export async function replaceToken({ uploadId, signIn, chosenToken, now }: Asked): Promise<string> {
  const subject = { id: uploadId, uri: `${settings().appUrl}${UPLOADS_PATH}/${uploadId}` };
  const refuse = (detail: string) => {
    const names = settings().networks.map(({ caip2 }) => caip2);
    const extensions = { [SIGN_IN_WITH_X]: declareSignInWithX(subject, names, now) };
    return new AppError("sign_in_required", { detail, members: { extensions } });
  };
  if (signIn === null) throw refuse("Sign with the wallet that paid for this upload.");
  const checked = await checkSignInWithX(signIn, subject, now);
  if (checked.kind === "refused") throw refuse(checked.detail);
  const { identity, nonce } = checked;
  const network = { caip2: `eip155:${identity.chainId}` };
  const payer = payerOf(network, identity.address, identity.chainId === 0 ? "key" : "account");
  const bought = await db().storagePurchase.findMany({ where: { uploadId, kind: "upload", state: "paid" } });
  const orders = bought.map(({ orderId }) => orderId);
  const own = { id: { in: orders }, productKind: STORAGE, ...whoseOrders(payer) };
  if ((await db().order.count({ where: own })) === 0) throw new AppError("upload_not_found");
  if (!(await useProofOnce(subject, nonce, now))) throw refuse("This proof has already been used. Sign the new one.");
  const token = chosenToken ?? newSecret();
  switch (await setUploadToken(uploadId, { token, askedAt: now, states: ["receiving", "finished"] })) {
    case "gone":
      throw new AppError("upload_not_found");
    case "late":
      throw new AppError("server_busy", { detail: isLate, headers: { "Retry-After": "1" } });
    case "set":
      return token;
  }
}

const isLate =
  "A later request for this upload was given its token meanwhile. To replace it again, sign the new proof.";
