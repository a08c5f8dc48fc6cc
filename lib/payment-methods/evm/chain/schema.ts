import { isAddress } from "viem";
import { z } from "zod";
import type { Address } from "./networks";
import { lowerHex, MAX_SIGNATURE } from "./signature-forms";

/** What routes accept and return about chains, shared with the browser. */

/** An account's address: 0x and 40 hex digits; mixed case must be a correct EIP-55 checksum, so that a typo is found. */
export const addressSchema = z.custom<Address>(
  (value) => typeof value === "string" && isAddress(value),
  "Write the address as 0x and 40 hex digits.",
);

/**
 * A signature as any door takes it, in lower case. It may be empty (`0x`): a contract account may have approved the hash on
 * chain. Whose it is, and in which spelling, is read by `read-signature.ts`.
 */
export const signatureSchema = signatureText(
  "A signature is hex text.",
  `A signature has ${MAX_SIGNATURE} bytes at most.`,
);

/** The same with words of a protocol's own. */
export function signatureText(isNotHex: string, isTooLong: string) {
  return z
    .string()
    .max(2 + 2 * MAX_SIGNATURE, isTooLong)
    .regex(/^0x(?:[0-9a-f]{2})*$/i, isNotHex)
    .transform(lowerHex);
}

/** `GET /api/balances?network=&address=&file=` */
export const balanceQuerySchema = z.strictObject({
  /** CAIP-2. */
  network: z.string().regex(/^eip155:\d{1,15}$/, "Write the network as eip155 and its chain id, such as eip155:8453."),
  address: addressSchema,
  /** The file to be paid for, if known: its seller has a share of the day's settlements. */
  file: z.string().max(64, "A file's id is shorter.").optional(),
});

/**
 * What an address is to the token: a plain `key`, an `account` that is a contract (ERC-1271), a key `delegated` to one
 * (EIP-7702), or `unsupported`: a contract that confirms no signature, so that nothing its owner signs can pay.
 */
export type PayerKind = "key" | "account" | "delegated" | "unsupported";

/**
 * What prevents every payment on a network: its token is paused by its issuer or has another signing domain than this
 * server knows, this server's clock is behind the chain's, or the node's blocks are old.
 */
export const TOKEN_TROUBLES = ["token_paused", "token_changed", "clock_off", "node_behind"] as const;
export type TokenTrouble = (typeof TOKEN_TROUBLES)[number];

/** An address's balance and kind: a hint for the person who pays, never a condition. */
export type Balance = {
  /** CAIP-2. */
  network: string;
  /** The token's contract. */
  asset: string;
  symbol: string;
  decimals: number;
  /** Atomic units. */
  balance: string;
  /** Exact decimal text, such as "12.50". */
  formatted: string;
  payer: PayerKind;
  /** True while nothing can be settled there: no gas, fees above the cap, or the facilitator does not answer. */
  salesPaused: boolean;
  /** The reason, if it is the token, this server's clock or its node. */
  pausedBy: TokenTrouble | null;
  /** True when the token's issuer blocks this address from paying and receiving. */
  refused: boolean;
};
