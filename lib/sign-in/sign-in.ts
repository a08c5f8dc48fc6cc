import "server-only";
import type { Address, Hex } from "viem";
import { noteEvent } from "@/lib/audit/note-event";
import { MINUTE } from "@/lib/clock";
import { isAuthorityOf } from "@/lib/eip4361/authority";
import { readDateTime } from "@/lib/eip4361/date-time";
import { parseMessage, type SignInMessage } from "@/lib/eip4361/message";
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
  const message = parseMessage(input.message);
  if (!message) throw failed("The message does not follow EIP-4361.");
  checkFields(message, now, purpose);
  const { identity, fault } = await checkSignature({
    message: input.message,
    signature: input.signature as Hex,
    address: message.address as Address,
    chainId: message.chainId,
  });
  if (!identity) throw failed(fault ?? "The signature is not by the wallet that the message names.");
  if (!(await consumeNonce(purpose, message.nonce, now))) throw failed("This sign-in was used before. Sign in again.");
  return identity;
}

function checkFields(message: SignInMessage, now: Date, purpose: SignInPurpose): void {
  const { appUrl, networks } = settings();
  const home = new URL(appUrl);
  const { domain, scheme, uri, chainId, nonce } = message;
  const sameUri = URL.canParse(uri) && new URL(uri).origin === home.origin;
  if (!isAuthorityOf(domain, home) || !sameUri || (scheme && `${scheme.toLowerCase()}:` !== home.protocol)) {
    throw failed(`The message is for another site. This one is ${appUrl}.`);
  }
  if (!networks.some((network) => network.chainId === chainId)) {
    throw failed(`The message is for a network that is not offered here. Offered: ${names(networks)}.`);
  }
  if (purpose !== "sign-in" && message.statement !== SIGN_IN_STATEMENTS[purpose]) {
    throw failed(`The message does not say what it is for: ${SIGN_IN_STATEMENTS[purpose]}`);
  }
  if (message.expirationTime === undefined) throw failed("The message has to say when it expires.");
  const [issuedAt, expiresAt] = [readDateTime(message.issuedAt), readDateTime(message.expirationTime)];
  if (expiresAt - issuedAt > SIGN_IN_TTL) throw failed("The message is valid for longer than 10 minutes.");
  const latest = now.getTime() + CLOCK_SKEW;
  if (issuedAt > latest || readDateTime(message.notBefore ?? message.issuedAt) > latest) {
    throw failed("The message is from the future. Look at the clock of your device.");
  }
  if (expiresAt <= now.getTime()) throw failed("The sign-in request has expired. Sign in again.");
  if (!isOwnNonce(purpose, nonce, now)) throw failed("The message's nonce is unknown or has expired. Sign in again.");
}

function names(networks: { name: string; chainId: number }[]): string {
  return networks.map(({ name, chainId }) => `${name} (${chainId})`).join(", ");
}

function failed(detail: string): AppError {
  return new AppError("sign_in_failed", { detail });
}
