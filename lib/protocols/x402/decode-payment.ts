import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { ID_PATTERN, isUnguessable } from "@/lib/ids";
import { readWire } from "@/lib/read-wire";
import { isPaymentIdentifier, PAYMENT_IDENTIFIER } from "./payment-identifier";

/** Larger headers are refused by the server itself (431); this bounds what is parsed when one comes another way. */
const HEADER_MAX = 12_000;
/** Of a sealed offer, in characters: a challenge names it once for each network. */
const SEALED_OFFER_MAX = 1_024;
const offerId = z.string().regex(new RegExp(`^${ID_PATTERN}$`));
/** Of what has no row before it is accepted: see `SEALED_OFFER_MAX`. */
const sealedOffer = z.string().max(SEALED_OFFER_MAX);
const identifier = z.string("is not text").refine(isPaymentIdentifier, "is not 16 to 128 letters, digits, - and _");

const payloadSchema = z.object({
  x402Version: z.literal(2, { error: "is not 2" }),
  resource: z.object({ url: z.string().min(1).max(2_048).optional() }).optional(),
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
        offer: sealedOffer.optional().catch(undefined),
        // Challenges named these two until they named an offer.
        fileVersion: z.int().positive().optional().catch(undefined),
        refundTerms: z.string().max(64).optional().catch(undefined),
      })
      .nullish()
      .catch(undefined),
  }),
  payload: z.unknown(),
  // Other extensions are echoes of our own challenge.
  extensions: z
    .object({ [PAYMENT_IDENTIFIER]: z.object({ info: z.object({ id: identifier.optional() }).optional() }).optional() })
    .nullish(),
});

/** A decoded payment header; what its payer signed is not interpreted here. */
export type PaymentHeader = {
  /** What the client says it pays for; unsigned. */
  resourceUrl: string | undefined;
  /** What the client says it accepted; unsigned. Null for what its dialect does not say. */
  accepted: { scheme: string; network: string; asset: string | null; amount: string | null; payTo: string | null };
  /** Whether the dialect has a place for the terms. Where it has none, a payment is good only if it fits no two (rule 16). */
  namesTerms: boolean;
  /** The terms that the client was shown, by their id, where it names them; unsigned. */
  offerId: string | undefined;
  /** The offer itself, sealed, where it has no row; unsigned, and not checked here. */
  sealedOffer: string | undefined;
  /** Of a client that was challenged before challenges named an offer: the version of the file that it was shown. */
  fileVersion: number | undefined;
  /** Likewise what the seller says of refunds, by its name (`refundTermsOf`). */
  refundTerms: string | undefined;
  /** The client's payment identifier, where it is one that nobody can guess. A secret: it stays in this process. */
  identifier: string | null;
  /** What was signed, in the words of its payment method. */
  payload: unknown;
};

/**
 * Decodes a `PAYMENT-SIGNATURE` header: base64 of a JSON `PaymentPayload` (x402 v2).
 *
 * @throws AppError `malformed_payment` (400) when it is no such thing, in words that name the part
 */
export function decodePayment(header: string): PaymentHeader {
  const { accepted, payload, resource, extensions } = readPaymentJson(payloadSchema, header, "PAYMENT-SIGNATURE");
  const id = extensions?.[PAYMENT_IDENTIFIER]?.info?.id;
  return {
    resourceUrl: resource?.url,
    accepted,
    namesTerms: true,
    offerId: accepted.extra?.offerId,
    sealedOffer: accepted.extra?.offer,
    fileVersion: accepted.extra?.fileVersion,
    refundTerms: accepted.extra?.refundTerms,
    identifier: id !== undefined && isUnguessable(id) ? id : null,
    payload,
  };
}

/** The headers that hold a payment, by their names in errors. */
export type PaymentHeaderName = "PAYMENT-SIGNATURE" | "X-PAYMENT";

/**
 * What a header with a payment holds, if it is as the schema says.
 *
 * @throws AppError `malformed_payment` in words that name the header and the part
 */
export function readPaymentJson<Output>(schema: z.ZodType<Output>, header: string, name: PaymentHeaderName): Output {
  const parsed = readWire(schema, parseHeader(header, name));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformedPart(name, issue?.path.join(".") || "the payload", issue?.message ?? "is not as expected");
}

/** The error for a part of the header that x402 or its payment method does not allow. `issue`: “is not an address”. */
export function malformedPart(name: PaymentHeaderName, path: string, issue: string): AppError {
  return malformed(`In ${name}, ${path} ${issue}.`);
}

function parseHeader(header: string, name: PaymentHeaderName): unknown {
  // Standard base64, not base64url (x402 v2, HTTP transport). A header sent twice arrives joined by ", " and fails here.
  if (header.length === 0 || header.length > HEADER_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(header)) {
    throw malformed(`${name} is not base64.`);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(header, "base64")));
  } catch (cause) {
    throw malformed(`${name} does not hold JSON.`, cause);
  }
}

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError("malformed_payment", { detail: `${detail} Nothing was charged.`, cause });
}
