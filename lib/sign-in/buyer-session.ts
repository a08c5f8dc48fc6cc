import "server-only";
import { sealData, unsealData } from "iron-session";
import { z } from "zod";
import { DAY, SECOND } from "@/lib/clock";
import { readCookie } from "@/lib/cookies";
import { epochSecret } from "@/lib/restoration/epoch";
import { secureAttribute } from "@/lib/settings/settings";

/**
 * The session of "My purchases": the wallet that signed in to see its purchases. It is not a seller's session and does
 * not become one. Its cookie is sent to `/api/purchases` only, so that no other route can use it.
 */
export const BUYER_COOKIE = "fk_buyer";
/** A session lasts this long (ms). Signing in again costs a signature and no money. */
const BUYER_TTL = DAY;

const sessionSchema = z.strictObject({
  /** Distinguishes this seal from others under the same key. */
  purpose: z.literal("purchases"),
  /** Lower case. */
  address: z.string(),
  /** 0 for a plain key, else the chain of the account that is a contract: elsewhere it may be somebody else's. */
  chainId: z.number().int(),
});

/** The wallet that signed in to see its purchases. Exists only in the sealed cookie. */
export type BuyerSession = Omit<z.infer<typeof sessionSchema>, "purpose">;

/** Encrypts and signs a buyer's session, valid for a day. */
export function sealBuyerSession({ address, chainId }: BuyerSession): Promise<string> {
  const data = { purpose: "purchases", address, chainId };
  return sealData(data, { password: epochSecret(), ttl: BUYER_TTL / SECOND });
}

/**
 * Reads a buyer's session from a `Cookie` header.
 *
 * @returns null when there is none, or it has expired, is forged, of another kind, or sealed with another secret or before a restore
 */
export async function readBuyerSession(cookieHeader: string | null | undefined): Promise<BuyerSession | null> {
  const seal = readCookie(cookieHeader, BUYER_COOKIE);
  if (!seal) return null;
  const options = { password: epochSecret(), ttl: BUYER_TTL / SECOND };
  const data = await unsealData(seal, options).catch(() => null);
  const parsed = sessionSchema.safeParse(data);
  return parsed.success ? { address: parsed.data.address, chainId: parsed.data.chainId } : null;
}

/** The `Set-Cookie` value that signs a buyer in. */
export function buyerCookie(seal: string): string {
  return `${BUYER_COOKIE}=${seal}; Max-Age=${BUYER_TTL / SECOND - 60}; ${attributes()}`;
}

/** The `Set-Cookie` value that signs a buyer out. */
export function clearedBuyerCookie(): string {
  return `${BUYER_COOKIE}=; Max-Age=0; ${attributes()}`;
}

function attributes(): string {
  return `Path=/api/purchases; HttpOnly; SameSite=Strict${secureAttribute()}`;
}
