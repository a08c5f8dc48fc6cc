import "server-only";
import { type Address, isAddress } from "viem";
import { z } from "zod";
import { MINUTE } from "@/lib/clock";
import { isAuthorityOf } from "@/lib/eip4361/authority";
import { readDateTime } from "@/lib/eip4361/date-time";
import { composeMessage } from "@/lib/eip4361/message";
import { signatureSchema } from "@/lib/payment-methods/evm/chain/schema";
import { readWire } from "@/lib/read-wire";
import { settings } from "@/lib/settings/settings";
import { checkSignature, type Identity } from "./check-signature";
import { isOwnNonce, issueNonce } from "./single-use-nonce";

/**
 * The wallet's half of x402's `sign-in-with-x` extension: a returning payer proves their wallet by a signature
 * (CAIP-122, for EVM chains an EIP-4361 message). The wallet's purchases are looked up elsewhere.
 */

export const SIGN_IN_WITH_X = "sign-in-with-x";
const STATEMENT = "Open a file you have paid for. This costs nothing and moves no money.";
/** A challenge is valid for this long (ms), as the extension recommends. */
const CHALLENGE_TTL = 5 * MINUTE;
/** How far a signer's clock, or another process's, may be ahead of ours. */
const CLOCK_SKEW = MINUTE;
/** An ERC-1271 signature may hold several; headers as a whole are capped by the server. */
const HEADER_MAX = 8_000;

/** One line of the signed text, whose composer allows no line break in it. */
const line = z.string().min(1).max(300);
const date = z
  .string()
  .refine((text) => !Number.isNaN(readDateTime(text)), "is not a date such as 2026-12-31T12:00:00.000Z");
const proofSchema = z.object({
  domain: line,
  address: z.string().refine((text) => isAddress(text, { strict: false })),
  statement: line.optional(),
  uri: line,
  version: z.literal("1"),
  chainId: z.string().regex(/^eip155:[1-9]\d{0,14}$/),
  type: z.literal("eip191"),
  nonce: z.string().regex(/^[A-Za-z0-9]{8,128}$/),
  // As the wallet signed them: the signed text is rebuilt from these.
  issuedAt: date,
  expirationTime: date.optional(),
  notBefore: date.optional(),
  requestId: line.optional(),
  resources: z.array(line).max(5).optional(),
  signature: signatureSchema,
});
type Proof = z.output<typeof proofSchema>;

/** The subject of a proof: a wallet's signature for one thing gives no access to anything else. */
export type ProofSubject = { id: string; uri: string };

/**
 * The declaration for `extensions` of a challenge. `info` is what the wallet signs, with its own nonce.
 *
 * @param networks CAIP-2 ids, in the challenge's order: clients sign for the first one
 */
export function declareSignInWithX(subject: ProofSubject, networks: readonly string[], now: Date) {
  return {
    info: {
      domain: home().host,
      uri: subject.uri,
      version: "1",
      statement: STATEMENT,
      nonce: issueNonce(SIGN_IN_WITH_X, now, subject.id),
      issuedAt: now.toISOString(),
      expirationTime: new Date(now.getTime() + CHALLENGE_TTL).toISOString(),
    },
    supportedChains: networks.map((chainId) => ({ chainId, type: "eip191" })),
    schema: proofJsonSchema,
  };
}

/** Only the required fields of a proof: the challenge is a header, and proxies limit those. */
const proofJsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["domain", "address", "uri", "version", "chainId", "type", "nonce", "issuedAt", "signature"],
};

type CheckedProof = { kind: "good"; identity: Identity; nonce: string } | { kind: "refused"; detail: string };

/**
 * Checks a `SIGN-IN-WITH-X` header: base64 of JSON, for this subject at this server, fresh, with our own nonce, and signed
 * by the wallet that it names. `useProofOnce` uses up its nonce.
 *
 * @throws AppError `chain_unavailable` when a contract account's chain does not answer
 */
export async function checkSignInWithX(header: string, subject: ProofSubject, now: Date): Promise<CheckedProof> {
  const proof = decode(header);
  if (typeof proof === "string") return refusedProof(proof);
  const wrong = whatIsWrong(proof, subject, now);
  if (wrong) return refusedProof(wrong);
  const message = signedText(proof);
  if (message === null) return refusedProof(`${noProof}: its fields do not make a message of EIP-4361.`);
  const { identity, fault } = await checkSignature({
    message,
    signature: proof.signature,
    address: proof.address as Address,
    chainId: chainIdOf(proof),
  });
  if (!identity) return refusedProof(fault ?? notSigned);
  return { kind: "good", identity, nonce: proof.nonce };
}

const notSigned = "The signature is not by the wallet that the proof names, or not of this text.";

const noProof = "The header SIGN-IN-WITH-X is not a proof as the extension sign-in-with-x writes it";

/** The proof, or why it is none. */
function decode(header: string): Proof | string {
  if (header.length > HEADER_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(header)) return `${noProof}: it is not base64.`;
  let sent: unknown;
  try {
    sent = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(header, "base64")));
  } catch {
    return `${noProof}: it does not hold JSON.`;
  }
  const { data, error } = readWire(proofSchema, sent);
  const issue = error?.issues[0];
  return data ?? `${noProof}: ${issue?.path.join(".") || "it"} ${issue?.message}.`;
}

function whatIsWrong(proof: Proof, subject: ProofSubject, now: Date): string | null {
  const { appUrl, networks } = settings();
  if (!isAuthorityOf(proof.domain, home())) return `The proof is for another site. This one is ${appUrl}.`;
  if (proof.uri !== subject.uri) return "The proof is for another address than this file's.";
  if (!networks.some(({ chainId }) => chainId === chainIdOf(proof))) {
    return `The proof is for a network that is not offered here. Offered: ${networks.map(({ caip2 }) => caip2).join(", ")}.`;
  }
  const latest = now.getTime() + CLOCK_SKEW;
  if (readDateTime(proof.issuedAt) > latest || (proof.notBefore && readDateTime(proof.notBefore) > latest)) {
    return "The proof is dated in the future. Check your device's clock.";
  }
  const tooOld = now.getTime() - readDateTime(proof.issuedAt) > CHALLENGE_TTL + CLOCK_SKEW;
  if (tooOld || (proof.expirationTime && readDateTime(proof.expirationTime) <= now.getTime())) {
    return "The proof has expired. Sign the new one in this response.";
  }
  if (!isOwnNonce(SIGN_IN_WITH_X, proof.nonce, now, subject.id)) {
    return "The proof's nonce was not issued for this file, or has expired. Sign the new one in this response.";
  }
  return null;
}

/** The text that the wallet was shown (EIP-4361), or null when the fields do not make one. */
function signedText(proof: Proof): string | null {
  try {
    return composeMessage({ ...proof, chainId: chainIdOf(proof) });
  } catch {
    return null;
  }
}

function chainIdOf({ chainId }: Proof): number {
  return Number(chainId.slice("eip155:".length));
}

function home(): URL {
  return new URL(settings().appUrl);
}

function refusedProof(detail: string): CheckedProof {
  return { kind: "refused", detail: `${detail} Nothing was charged.` };
}
