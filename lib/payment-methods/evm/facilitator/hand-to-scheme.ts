import "server-only";
import type { PaymentPayload } from "@x402/core/types";
import { type Hex, parseSignature } from "viem";
import { asByKey } from "@/lib/payment-methods/evm/chain/signature-forms";

/** A payment as the SDK's scheme takes it. */
export type Handed = {
  payload: PaymentPayload;
  /** The arguments of a call that the scheme makes, with the signature as it was signed. */
  asSigned(args: readonly unknown[]): unknown[];
};

/** r, s and v. */
const LIKE_A_KEYS = 2 + 2 * 65;

/**
 * The scheme splits every signature of 65 bytes into r, s and v, and knows only a key's values of them. A contract account's own
 * signature may have that length, such as a Safe's of an owner who approved on chain (v = 1) or signed a text (v = 31). It gets
 * one byte more on its way through the scheme, which then passes it on whole.
 */
export function handToScheme(payload: PaymentPayload): Handed {
  const signature = payload.payload.signature as Hex;
  if (signature.length !== LIKE_A_KEYS || isKeys(signature)) {
    return { payload, asSigned: (args) => [...args] };
  }
  const longer = `${signature}00`;
  return {
    payload: { ...payload, payload: { ...payload.payload, signature: longer } },
    asSigned: (args) => args.map((one) => (one === longer ? signature : one)),
  };
}

function isKeys(signature: Hex): boolean {
  if (asByKey(signature) !== signature) return false;
  try {
    // Checks that r and s are numbers of the curve.
    parseSignature(signature);
    return true;
  } catch {
    return false;
  }
}
