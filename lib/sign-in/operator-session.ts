import "server-only";
import { z } from "zod";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { hostCookie } from "@/lib/settings/cookies";
import { mayOperate } from "./may-operate";
import { type Opened, sessionCookieOf } from "./session-cookie";

export const OPERATOR_COOKIE = "fk_operator";

type OperatorSession = { address: Address; chainId: number };
export type OpenOperatorSession = Opened<OperatorSession>;

const dataSchema = z.strictObject({
  /** Lower case. */
  address: z.templateLiteral(["0x", z.string()]),
  /** 0 for a plain key, else the chain of the account that is a contract. */
  chainId: z.number().int(),
});

const cookie = sessionCookieOf<OperatorSession>({
  kind: "operator",
  plainName: OPERATOR_COOKIE,
  name: hostCookie,
  // Both /operator and /api/operator need it; only they read it.
  path: "/",
  sameSite: "Strict",
  data: dataSchema,
});

/**
 * The session of the operator's page: a wallet of `ADMINS`. It is no seller's and no buyer's session, and neither of those
 * becomes one. Other sites never get a browser to send its cookie, not even by a link.
 */
export const {
  begin: sealOperatorSession,
  set: operatorCookie,
  cleared: clearedOperatorCookies,
  isSent: sendsOperatorCookie,
} = cookie;

/**
 * Reads an operator's session from a `Cookie` header.
 *
 * @returns null when there is none that is valid, and when its wallet is no longer in `ADMINS`
 */
export async function readOperatorSession(
  header: string | null | undefined,
  now?: Date,
): Promise<OpenOperatorSession | null> {
  const session = await cookie.read(header, now);
  return session && mayOperate(session) ? session : null;
}
