import "server-only";
import { sealData, unsealData } from "iron-session";
import { z } from "zod";
import { DAY, SECOND } from "@/lib/clock";
import { readCookie } from "@/lib/cookies";
import { epochSecret } from "@/lib/restoration/epoch";
import { secureAttribute } from "@/lib/settings/settings";
import { maySell } from "./may-sell";
import type { Session } from "./schema";

export const SESSION_COOKIE = "fk_session";
/** A session lasts this long, in milliseconds; it is not extended by use. */
const SESSION_TTL = 7 * DAY;

/** The wallet that signed in. Exists only in the sealed cookie. */
export type SessionData = {
  sellerId: string;
  /** Lower case. */
  address: string;
  /** 0 for a plain key, else the chain of the account that is a contract. */
  chainId: number;
};

/** The sealed data still says `creatorId`: an update signs nobody out. */
const sealedSchema = z
  .strictObject({ creatorId: z.string(), address: z.string(), chainId: z.number().int() })
  .transform(({ creatorId, ...rest }): SessionData => ({ sellerId: creatorId, ...rest }));

/** Encrypts and signs a session, valid for 7 days. */
export function sealSession({ sellerId, ...rest }: SessionData): Promise<string> {
  const sealed: z.input<typeof sealedSchema> = { creatorId: sellerId, ...rest };
  return sealData(sealed, { password: epochSecret(), ttl: SESSION_TTL / SECOND });
}

/**
 * Reads the session from a `Cookie` header.
 *
 * @returns null when there is none, or it has expired, is forged, or sealed with another secret or before a restore
 */
export async function readSession(cookieHeader: string | null | undefined): Promise<SessionData | null> {
  const seal = readCookie(cookieHeader, SESSION_COOKIE);
  if (!seal) return null;
  const data = await unsealData(seal, { password: epochSecret(), ttl: SESSION_TTL / SECOND }).catch(() => null);
  const parsed = sealedSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** What a browser may see of its session: `GET /api/sign-in`. */
export function describeSession(session: SessionData | null): Session {
  return session && { address: session.address, chainId: session.chainId, maySell: maySell(session.address) };
}

/** The `Set-Cookie` value that signs a browser in. */
export function sessionCookie(seal: string): string {
  // The cookie expires a minute before the seal, so that a browser never sends an expired one.
  return `${SESSION_COOKIE}=${seal}; Max-Age=${SESSION_TTL / SECOND - 60}; ${attributes()}`;
}

/** The `Set-Cookie` value that signs a browser out. */
export function clearedSessionCookie(): string {
  return `${SESSION_COOKIE}=; Max-Age=0; ${attributes()}`;
}

function attributes(): string {
  return `Path=/; HttpOnly; SameSite=Lax${secureAttribute()}`;
}
