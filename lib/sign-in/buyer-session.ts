import "server-only";
import { z } from "zod";
import { pathCookie } from "@/lib/settings/cookies";
import { type Opened, sessionCookieOf } from "./session-cookie";

export const BUYER_COOKIE = "fk_buyer";

const dataSchema = z.strictObject({
  /** Lower case. */
  address: z.string(),
  /** 0 for a plain key, else the chain of the account that is a contract: elsewhere it may be somebody else's. */
  chainId: z.number().int(),
});

/** The wallet that signed in to see its purchases. */
export type BuyerSession = z.infer<typeof dataSchema>;
export type OpenBuyerSession = Opened<BuyerSession>;

/**
 * The session of "My purchases": the wallet that signed in to see its purchases. It is not a seller's session and does
 * not become one. Its cookie is sent to `/api/purchases` only, so that no other route can use it.
 */
export const {
  begin: sealBuyerSession,
  read: readBuyerSession,
  set: buyerCookie,
  cleared: clearedBuyerCookies,
  isSent: sendsBuyerCookie,
} = sessionCookieOf<BuyerSession>({
  kind: "buyer",
  plainName: BUYER_COOKIE,
  name: pathCookie,
  path: "/api/purchases",
  sameSite: "Strict",
  data: dataSchema,
});
