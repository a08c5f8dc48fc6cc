import { transferDocument } from "@/components/wallets/transfer-document";
import type { Offer } from "@/lib/offers/schema";

/**
 * The x402 (version 2) client of the page: scheme `exact` by EIP-3009, nothing more. It only reads one header, fills in
 * one typed-data document and writes one header, so no x402 package is shipped to the browser.
 */

export const PAYMENT_REQUIRED_HEADER = "PAYMENT-REQUIRED";
export const PAYMENT_SIGNATURE_HEADER = "PAYMENT-SIGNATURE";
/** Our own; the same as in `lib/payments/schema.ts`, which would bring the validator of the server along. */
export const CLAIM_TOKEN_HEADER = "Claim-Token";
export const WITHDRAWAL_WAIVER_HEADER = "Withdrawal-Waiver";

/** One entry of a challenge's `accepts`. Echoed back verbatim, so members we do not know are kept. */
export type Requirement = {
  scheme: string;
  /** CAIP-2. */
  network: string;
  /** Atomic units. */
  amount: string;
  asset: string;
  payTo: string;
  maxTimeoutSeconds: number;
  /** EIP-712 domain of the token; and the id of the terms, or the sealed offer of storage with its id: sent back with the payment. */
  extra: { name: string; version: string; offerId?: string; offer?: string };
};

/** The `PAYMENT-REQUIRED` header, decoded. */
export type Challenge = {
  x402Version: 2;
  error?: string;
  resource: { url: string; description?: string; mimeType?: string };
  accepts: Requirement[];
};

/** What the payer signs (EIP-3009 `TransferWithAuthorization`): decimal text for numbers, hex for bytes. */
export type Authorization = {
  from: `0x${string}`;
  to: `0x${string}`;
  /** Atomic units. */
  value: string;
  /** Unix seconds. */
  validAfter: string;
  /** Unix seconds. */
  validBefore: string;
  /** 32 bytes. */
  nonce: `0x${string}`;
};

/**
 * Decodes the `PAYMENT-REQUIRED` header: standard base64 of UTF-8 JSON.
 *
 * @returns null when it is not a challenge of version 2
 */
export function decodeChallenge(header: string | null): Challenge | null {
  if (!header) return null;
  try {
    const bytes = Uint8Array.from(atob(header), (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const challenge = value as Challenge;
    return challenge?.x402Version === 2 && Array.isArray(challenge.accepts) ? challenge : null;
  } catch {
    return null;
  }
}

/** How long the owners of a contract wallet have (s). The server takes up to three days; the page has to stay open. */
const SECONDS_FOR_OWNERS = 24 * 3_600;

type Agreement =
  | { kind: "agreed"; requirement: Requirement }
  /** The same terms in the same token on the same network, but another price or payee than shown. */
  | { kind: "price-changed"; amount: string; payTo: string }
  /** The seller changed the terms since the page was rendered, in the price or in anything else. */
  | { kind: "other-terms"; offerId: string }
  /** The challenge has nothing on this network in this token. */
  | { kind: "not-offered" };

/**
 * Finds the page's offer in the challenge. Terms, network, token, payee and amount must all be as shown: people sign
 * what they read, not what arrived later.
 */
export function agree(challenge: Challenge, offer: Offer): Agreement {
  const same = challenge.accepts.find(
    (one) => one.scheme === "exact" && one.network === offer.network && sameHex(one.asset, offer.asset),
  );
  if (!same?.extra?.name || !same.extra.version) return { kind: "not-offered" };
  const { offerId = offer.offerId } = same.extra;
  if (offerId !== offer.offerId) return { kind: "other-terms", offerId };
  if (same.amount !== offer.amount || !sameHex(same.payTo, offer.payTo)) {
    return { kind: "price-changed", amount: same.amount, payTo: same.payTo };
  }
  return { kind: "agreed", requirement: same };
}

/**
 * Fills in the authorization for a requirement.
 *
 * @param now the server's time in milliseconds: a payer's wrong clock must not spoil the time window
 * @param nonce see `chooseNonce`
 * @param isContract whether the payer is a contract wallet, whose owners may sign one after the other
 */
export function authorizationFor(
  requirement: Requirement,
  payer: `0x${string}`,
  now: number,
  nonce: `0x${string}`,
  isContract = false,
): Authorization {
  const seconds = isContract ? SECONDS_FOR_OWNERS : requirement.maxTimeoutSeconds;
  return {
    from: payer,
    to: requirement.payTo as `0x${string}`,
    value: requirement.amount,
    validAfter: "0",
    validBefore: String(Math.floor(now / 1_000) + seconds),
    nonce,
  };
}

/** The EIP-712 document for a wallet. */
export function typedDataFor(requirement: Requirement, authorization: Authorization) {
  const { extra, network, asset } = requirement;
  const domain = {
    name: extra.name,
    version: extra.version,
    chainId: chainIdOf(network),
    verifyingContract: asset,
  };
  return transferDocument(domain, authorization);
}

/** The `PAYMENT-SIGNATURE` header: standard base64 of the JSON `PaymentPayload`. The signature is canonical (`Wallets`). */
export function encodePayment(
  challenge: Challenge,
  requirement: Requirement,
  authorization: Authorization,
  signature: `0x${string}`,
): string {
  const payload = {
    x402Version: 2,
    resource: challenge.resource,
    accepted: requirement,
    payload: { signature, authorization },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The nonce in a header of `encodePayment`, in lower case; null if there is none. */
export function nonceOf(header: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(header), (character) => character.charCodeAt(0));
    const nonce: unknown = JSON.parse(new TextDecoder().decode(bytes))?.payload?.authorization?.nonce;
    return typeof nonce === "string" ? nonce.toLowerCase() : null;
  } catch {
    return null;
  }
}

/** "eip155:8453" → 8453. */
export function chainIdOf(network: string): number {
  return Number(network.slice("eip155:".length));
}

/** A fresh claim token: 32 random bytes as base64url. Chosen here, so that a lost response never loses it. */
export function newClaimToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function sameHex(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
