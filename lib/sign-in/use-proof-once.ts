import "server-only";
import { type ProofSubject, SIGN_IN_WITH_X } from "./sign-in-with-x";
import { consumeNonce } from "./single-use-nonce";

/**
 * A sign-in-with-x proof opens once. Call it last, when the proof is about to open something, so that a refused one
 * spoils nothing.
 *
 * @param nonce of the checked proof (`checkSignInWithX`)
 * @returns false when the nonce was used before, also by a request at the same moment
 */
export function useProofOnce(subject: ProofSubject, nonce: string, now: Date): Promise<boolean> {
  return consumeNonce(SIGN_IN_WITH_X, nonce, now, subject.id);
}
