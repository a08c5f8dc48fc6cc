import "server-only";
import { recoverTypedDataAddress } from "viem";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";
import { toUnixSeconds } from "@/lib/clock";
import type { ErrorCode } from "@/lib/errors";
import type { PresentedPayment } from "./decode-payment";

/** A facilitator needs time to get the transaction into a block; the reference one refuses below six seconds. */
const MIN_SECONDS_LEFT = 6n;
/** Longer than any challenge asks for: until then the payment could stay unresolved and block the buyer. */
const MAX_SECONDS_AHEAD = 24n * 3600n;

export type Refusal = { code: ErrorCode; detail: string };

/**
 * Checks what needs nobody else: the time window and, for a payer without code, the signature (EIP-712 over EIP-3009
 * `TransferWithAuthorization`). So garbage leaves no row and reaches no facilitator. A payer with code (ERC-1271) is
 * left to the facilitator.
 *
 * @returns null when nothing speaks against it
 * @throws when the chain cannot be read
 */
export async function checkAuthorization(
  payment: PresentedPayment,
  network: Network,
  now: Date,
): Promise<Refusal | null> {
  const seconds = toUnixSeconds(now);
  if (payment.validBefore < seconds + MIN_SECONDS_LEFT) {
    return refusal("authorization_expired", "The authorization has expired or is about to. Sign a new one.");
  }
  // EIP-3009: valid only strictly after validAfter.
  if (payment.validAfter >= seconds) {
    return refusal("authorization_not_yet_valid", "The authorization only becomes valid later.");
  }
  if (payment.validBefore > seconds + MAX_SECONDS_AHEAD) {
    return refusal("authorization_too_long", "An authorization for a file may stay valid for one day at most.");
  }
  const code = await publicClient(network.chainId).getCode({ address: payment.from });
  if (code !== undefined && code !== "0x") return null;
  return (await isSignedByPayer(payment, network))
    ? null
    : refusal("invalid_signature", "The signature is not the payer's for this authorization.");
}

async function isSignedByPayer(payment: PresentedPayment, network: Network): Promise<boolean> {
  const { from, to, value, validAfter, validBefore, nonce } = payment;
  try {
    const signer = await recoverTypedDataAddress({
      domain: {
        name: network.token.name,
        version: network.token.version,
        chainId: network.chainId,
        verifyingContract: network.token.address,
      },
      types: transferWithAuthorizationTypes,
      primaryType: "TransferWithAuthorization",
      message: { from, to, value, validAfter, validBefore, nonce },
      signature: payment.signature,
    });
    return signer.toLowerCase() === from;
  } catch {
    // Not 65 bytes, or no point on the curve: nobody signed this.
    return false;
  }
}

/** EIP-3009. */
export const transferWithAuthorizationTypes = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

function refusal(code: ErrorCode, detail: string): Refusal {
  return { code, detail: `${detail} Nothing was charged.` };
}
