import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { composeMessage } from "@/lib/eip4361/message";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { checkSignature, type Identity } from "@/lib/sign-in/check-signature";
import { SIGN_IN_TTL } from "@/lib/sign-in/schema";
import { consumeNonce, issueNonce } from "@/lib/sign-in/single-use-nonce";
import type { DeletionStatement, SignedDeletion } from "./schema";

/** How far another process's clock may be ahead of ours (ms). */
const CLOCK_SKEW = MINUTE;

type Wanted = {
  operator: Identity;
  fileId: string;
  /** The network that the wallet is on; for a contract account its own. */
  chainId: number;
};

/**
 * What an operator has to sign before the bytes of a file are deleted: a session alone, or somebody at an unlocked
 * computer, deletes nothing.
 *
 * @throws AppError `file_not_found`, `invalid_input` for a network that is not offered
 */
export async function startDeletion(wanted: Wanted, now: Date): Promise<DeletionStatement> {
  const nonce = issueNonce("deletion", now, subjectOf(wanted));
  return { message: await deletionMessage(wanted, nonce, now), nonce, issuedAt: now.toISOString() };
}

/**
 * Checks that the signed-in wallet has just signed the deletion of this file, and uses the nonce up: last, so that a text
 * that it did not sign spoils nothing.
 *
 * @throws AppError those of `startDeletion`; `act_not_signed`, `chain_unavailable`
 */
export async function checkDeletion(operator: Identity, fileId: string, signed: SignedDeletion, now: Date) {
  const wanted = { operator, fileId, chainId: signed.chainId };
  const issuedAt = new Date(signed.issuedAt);
  const age = now.getTime() - issuedAt.getTime();
  if (age > SIGN_IN_TTL || age < -CLOCK_SKEW) throw notSigned("The confirmation has expired. Confirm again.");
  const { identity: signer, fault } = await checkSignature({
    message: await deletionMessage(wanted, signed.nonce, issuedAt),
    signature: signed.signature,
    address: operator.address,
    chainId: signed.chainId,
  });
  if (signer?.address !== operator.address || signer.chainId !== operator.chainId) {
    throw notSigned(fault ?? "The signature is not by the wallet that is signed in, or is for something else.");
  }
  if (!(await consumeNonce("deletion", signed.nonce, now, subjectOf(wanted)))) {
    throw notSigned("This confirmation has expired, was used before, or is for another file. Confirm again.");
  }
}

/** A nonce is valid only for this file and this operator. */
function subjectOf({ operator, fileId }: Wanted): string {
  return `${operator.chainId} ${operator.address} ${fileId}`;
}

/** EIP-4361, so that the wallet itself compares the site. Built from our own rows: another file's text is another text. */
async function deletionMessage({ operator, fileId, chainId }: Wanted, nonce: string, issuedAt: Date): Promise<string> {
  const { appUrl, networks } = settings();
  const isOffered = networks.some((network) => network.chainId === chainId);
  if (!isOffered || (operator.chainId !== 0 && operator.chainId !== chainId)) {
    throw new AppError("invalid_input", { detail: "Your wallet is on a network that this server does not offer." });
  }
  const hashes = await readHashes(fileId);
  return composeMessage({
    domain: new URL(appUrl).host,
    uri: appUrl,
    version: "1",
    address: operator.address,
    chainId,
    statement:
      `Delete the bytes of file ${fileId} for everybody, also for those who paid, and never accept them again ` +
      `(SHA-256 ${hashes.join(", ")}). This cannot be undone. It costs nothing and moves no money.`,
    nonce,
    issuedAt: issuedAt.toISOString(),
    expirationTime: new Date(issuedAt.getTime() + SIGN_IN_TTL).toISOString(),
  });
}

async function readHashes(fileId: string): Promise<string[]> {
  const versions = await db().fileVersion.findMany({ where: { fileId }, orderBy: { number: "asc" } });
  if (versions.length === 0) throw new AppError("file_not_found");
  return [...new Set(versions.map(({ sha256 }) => sha256))];
}

function notSigned(detail: string): AppError {
  return new AppError("act_not_signed", { detail });
}
