import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { ID_PATTERN } from "@/lib/ids";
import type { Eip3009 } from "@/lib/payment-methods/evm/eip3009/authorization";
import { isPaymentIdentifier, isUnguessable, PAYMENT_IDENTIFIER } from "./payment-identifier";

/** Larger headers are refused by the server itself (431); this bounds what is parsed when one comes another way. */
const HEADER_MAX = 12_000;
const UINT256_MAX = 2n ** 256n - 1n;

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "is not an address");
const bytes32 = z.string().regex(/^0x[0-9a-fA-F]{64}$/, "is not 32 bytes of hex");
/** Long enough for a wallet's own signature together with the call that deploys it (ERC-6492). */
const signature = z.string().regex(/^0x(?:[0-9a-fA-F]{2}){1,3072}$/, "is not hex");
/** One spelling per number: "0x3d090", "+1", "01" and "1.0" are refused, so that one authorization has one key. */
const uint256 = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,77})$/, { error: "is not a whole number in plain digits", abort: true })
  .refine((text) => BigInt(text) <= UINT256_MAX, "is too large");

const offerId = z.string().regex(new RegExp(`^${ID_PATTERN}$`));
const identifier = z.string("is not text").refine(isPaymentIdentifier, "is not 16 to 128 letters, digits, - and _");

const payloadSchema = z.object({
  x402Version: z.literal(2, { error: "is not 2" }),
  resource: z.object({ url: z.string().max(2_048) }).optional(),
  accepted: z.object({
    scheme: z.string().max(64),
    network: z.string().max(64),
    asset: z.string().max(64),
    amount: z.string().max(80),
    payTo: z.string().max(64),
    // An echo of ours; anything else in there is ignored.
    extra: z
      .object({
        offerId: offerId.optional().catch(undefined),
        // Challenges named these two until they named an offer.
        fileVersion: z.int().positive().optional().catch(undefined),
        refundTerms: z.string().max(64).optional().catch(undefined),
      })
      .nullish()
      .catch(undefined),
  }),
  payload: z.object({
    signature,
    authorization: z.object({
      from: address,
      to: address,
      value: uint256,
      validAfter: uint256,
      validBefore: uint256,
      nonce: bytes32,
    }),
  }),
  // Other extensions are echoes of our own challenge.
  extensions: z
    .object({ [PAYMENT_IDENTIFIER]: z.object({ info: z.object({ id: identifier.optional() }) }).optional() })
    .nullish(),
});

/** A decoded payment: every hex text lower-case, every number a bigint, so that equal bytes are equal values. */
export type PresentedPayment = Eip3009 & {
  /** What the client says it pays for; unsigned. */
  resourceUrl: string | undefined;
  accepted: { scheme: string; network: string; asset: string; amount: string; payTo: string };
  /** The terms that the client was shown, by their id, where it names them; unsigned. */
  offerId: string | undefined;
  /** Of a client that was challenged before challenges named an offer: the version of the file that it was shown. */
  fileVersion: number | undefined;
  /** Likewise what the seller says of refunds, by its name (`refundTermsOf`). */
  refundTerms: string | undefined;
  /** The client's payment identifier, where it is one that nobody can guess. A secret: it stays in this process. */
  identifier: string | null;
};

/**
 * Decodes a `PAYMENT-SIGNATURE` header: base64 of a JSON `PaymentPayload` (x402 v2), scheme `exact` by EIP-3009.
 *
 * @throws AppError `malformed_payment` (400) when it is no such thing, in words that name the part
 */
export function decodePayment(header: string): PresentedPayment {
  const parsed = payloadSchema.safeParse(parseHeader(header));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join(".") || "the payload";
    throw malformed(`In PAYMENT-SIGNATURE, ${path} ${issue?.message ?? "is not as expected"}.`);
  }
  const { accepted, payload, resource } = parsed.data;
  const { authorization } = payload;
  const id = parsed.data.extensions?.[PAYMENT_IDENTIFIER]?.info.id;
  return {
    resourceUrl: resource?.url,
    accepted,
    offerId: accepted.extra?.offerId,
    fileVersion: accepted.extra?.fileVersion,
    refundTerms: accepted.extra?.refundTerms,
    signature: canonicalSignature(lower(payload.signature)),
    from: lower(authorization.from),
    to: lower(authorization.to),
    value: BigInt(authorization.value),
    validAfter: BigInt(authorization.validAfter),
    validBefore: BigInt(authorization.validBefore),
    nonce: lower(authorization.nonce),
    identifier: id !== undefined && isUnguessable(id) ? id : null,
  };
}

function parseHeader(header: string): unknown {
  // Standard base64, not base64url (x402 v2, HTTP transport). A header sent twice arrives joined by ", " and fails here.
  if (header.length === 0 || header.length > HEADER_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(header)) {
    throw malformed("PAYMENT-SIGNATURE is not base64.");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(header, "base64")));
  } catch (cause) {
    throw malformed("PAYMENT-SIGNATURE does not hold JSON.", cause);
  }
}

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError("malformed_payment", { detail: `${detail} Nothing was charged.`, cause });
}

function lower(hex: string): `0x${string}` {
  return hex.toLowerCase() as `0x${string}`;
}

/** Some wallets write the recovery id as 0 or 1; the token's code wants 27 or 28 and would revert. */
function canonicalSignature(hex: `0x${string}`): `0x${string}` {
  if (hex.length !== 132) return hex;
  const v = Number.parseInt(hex.slice(130), 16);
  return v < 2 ? `${hex.slice(0, 130) as `0x${string}`}${(v + 27).toString(16)}` : hex;
}
