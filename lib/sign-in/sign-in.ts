import "server-only";
import type { Hex } from "viem";
import { createSiweMessage, parseSiweMessage, type SiweMessage } from "viem/siwe";
import { noteEvent } from "@/lib/audit/note-event";
import { MINUTE } from "@/lib/clock";
import { AppError, type ErrorCode } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { checkSignature, type Identity } from "./check-signature";
import { mayOperate } from "./may-operate";
import { SIGN_IN_STATEMENTS, SIGN_IN_TTL, type SignInPurpose } from "./schema";
import type { SessionKind } from "./session-kinds";
import { consumeNonce, isOwnNonce } from "./single-use-nonce";

/** How far a signer's clock may be ahead of ours. */
const CLOCK_SKEW = MINUTE;

const refusals: ReadonlySet<ErrorCode> = new Set(["sign_in_failed", "operator_only"]);

/** What somebody who signed in for this purpose is called in the audit log. */
const kindOf: Readonly<Record<SignInPurpose, SessionKind>> = {
  "sign-in": "seller",
  purchases: "buyer",
  operator: "operator",
};

/**
 * Checks a signed EIP-4361 message and uses its nonce up: the cheap checks first, then the signature, then the nonce, so
 * that a message that was not signed by its address spoils nobody's nonce.
 *
 * @param purpose the purpose of the nonce. A seller's program may write its own statement; every other
 *   sign-in requires the statement about it.
 * @returns the wallet that signed
 * @throws AppError `sign_in_failed` with the reason in plain words; `operator_only`; `chain_unavailable` when a contract account's chain
 *   does not answer
 */
export async function signIn(
  input: { message: string; signature: string },
  now: Date,
  purpose: SignInPurpose,
): Promise<Identity> {
  try {
    const identity = await judge(input, now, purpose);
    if (purpose === "operator" && !mayOperate(identity)) {
      throw new AppError("operator_only", { detail: "This wallet is not one of ADMINS. Sign in with one that is." });
    }
    await noteEvent({ act: "signed-in", by: { kind: kindOf[purpose], account: identity.address } }, now);
    return identity;
  } catch (error) {
    if (error instanceof AppError && refusals.has(error.code)) {
      const detail = { purpose, reason: error.detail ?? "" };
      await noteEvent({ act: "sign-in-refused", by: { kind: "visitor" }, detail }, now);
    }
    throw error;
  }
}

async function judge(
  input: { message: string; signature: string },
  now: Date,
  purpose: SignInPurpose,
): Promise<Identity> {
  const message = readMessage(input.message);
  checkFields(message, now, purpose);
  const { identity, fault } = await checkSignature({
    message: input.message,
    signature: input.signature as Hex,
    address: message.address,
    chainId: message.chainId,
  });
  if (!identity) throw failed(fault ?? "The signature is not by the wallet that the message names.");
  if (!(await consumeNonce(purpose, message.nonce, now))) throw failed("This sign-in was used before. Sign in again.");
  return identity;
}

/**
 * Reads a message by the grammar of EIP-4361, nothing more and nothing less: wallets show people the fields they
 * parsed, so text hidden between fields, or a duplicate field, must not be read differently here.
 */
function readMessage(text: string): SiweMessage {
  try {
    const message = parseSiweMessage(text) as SiweMessage;
    // Dates may be written with or without fractions and offsets; everything else has one spelling.
    const plain = text.replace(/^(Issued At|Expiration Time|Not Before): (.+)$/gm, (_line, name, date) => {
      return `${name}: ${new Date(date).toISOString()}`;
    });
    if (createSiweMessage(message) === plain) return message;
  } catch {
    // A field is missing or malformed; the error is the same.
  }
  throw failed("The message does not follow EIP-4361.");
}

function checkFields(message: SiweMessage, now: Date, purpose: SignInPurpose): void {
  const { appUrl, networks } = settings();
  const home = new URL(appUrl);
  const { domain, scheme, uri, chainId, issuedAt, expirationTime, notBefore, nonce } = message;
  const sameUri = URL.canParse(uri) && new URL(uri).origin === home.origin;
  if (domain !== home.host || !sameUri || (scheme && `${scheme}:` !== home.protocol)) {
    throw failed(`The message is for another site. This one is ${appUrl}.`);
  }
  if (!networks.some((network) => network.chainId === chainId)) {
    throw failed(`The message is for a network that is not offered here. Offered: ${names(networks)}.`);
  }
  if (purpose !== "sign-in" && message.statement !== SIGN_IN_STATEMENTS[purpose]) {
    throw failed(`The message does not say what it is for: ${SIGN_IN_STATEMENTS[purpose]}`);
  }
  if (!issuedAt || !expirationTime) throw failed("The message has to say when it was issued and when it expires.");
  if (expirationTime.getTime() - issuedAt.getTime() > SIGN_IN_TTL) {
    throw failed("The message is valid for longer than 10 minutes.");
  }
  if (
    issuedAt.getTime() > now.getTime() + CLOCK_SKEW ||
    (notBefore && notBefore.getTime() > now.getTime() + CLOCK_SKEW)
  ) {
    throw failed("The message is from the future. Look at the clock of your device.");
  }
  if (expirationTime <= now) throw failed("The sign-in request has expired. Sign in again.");
  if (!isOwnNonce(purpose, nonce, now)) throw failed("The message's nonce is unknown or has expired. Sign in again.");
}

function names(networks: { name: string; chainId: number }[]): string {
  return networks.map(({ name, chainId }) => `${name} (${chainId})`).join(", ");
}

function failed(detail: string): AppError {
  return new AppError("sign_in_failed", { detail });
}
