import { z } from "zod";
import { signatureSchema } from "@/lib/payment-methods/evm/chain/schema";

/** Sign-in with a wallet (EIP-4361), shared with the browser. */

export const signInSchema = z.strictObject({
  /** The EIP-4361 message exactly as signed. */
  message: z.string().min(1).max(4_000),
  signature: signatureSchema,
});

/** The purpose of a sign-in. A message, its nonce and its session are worthless for any other. */
export type SignInPurpose = "sign-in" | "purchases" | "operator";

/** The statement people see in their wallet. EIP-4361 allows ASCII only, so it has one language. */
export const SIGN_IN_STATEMENTS: Readonly<Record<SignInPurpose, string>> = {
  "sign-in": "Sign in to sell files. This costs nothing and moves no money.",
  purchases: "See what this wallet bought here and download it again. This costs nothing and moves no money.",
  operator:
    "Operate this server: see its sellers and files, and decide about them. This costs nothing and moves no money.",
};
/** A message is valid for this long, in milliseconds. */
export const SIGN_IN_TTL = 10 * 60 * 1_000;

/**
 * Response of `POST /api/sign-in/nonce`: what the message has to contain besides address and chain id. The dates are
 * ISO 8601 by the server's clock, so that a wrong clock on the visitor's side does no harm.
 */
export type SignInNonce = {
  domain: string;
  uri: string;
  version: "1";
  statement: string;
  nonce: string;
  issuedAt: string;
  expirationTime: string;
};

/** `GET /api/sign-in`, and the answer of `POST /api/sign-in`. */
export type Session = {
  address: string;
  chainId: number;
  maySell: boolean;
  /** The operator keeps this seller's files without payment, and without an end if the seller likes. */
  storesFree: boolean;
} | null;

/** `GET /api/sessions`, `GET /api/purchases/sessions`: the last used first. Dates are ISO 8601. */
export type SessionList = {
  sessions: {
    id: string;
    /** The one that asks. */
    current: boolean;
    /** Browser and system, such as "Firefox on Linux"; null for programs. */
    agent: string | null;
    begunAt: string;
    /** The last use, not to the minute. */
    seenAt: string;
    /** The latest end; without use it ends earlier. */
    endsAt: string;
  }[];
};
