import "server-only";
import { z } from "zod";
import { hostCookie } from "@/lib/settings/cookies";
import { type Opened, sessionCookieOf } from "./session-cookie";

export const SESSION_COOKIE = "fk_session";

const dataSchema = z.strictObject({
  sellerId: z.string(),
  /** Lower case. */
  address: z.string(),
  /** 0 for a plain key, else the chain of the account that is a contract. */
  chainId: z.number().int(),
});

/** The wallet that signed in to sell. */
export type SessionData = z.infer<typeof dataSchema>;
export type OpenSession = Opened<SessionData>;

export const {
  begin: sealSession,
  read: readSession,
  set: sessionCookie,
  cleared: clearedSessionCookies,
  isSent: sendsSessionCookie,
} = sessionCookieOf<SessionData>({
  kind: "seller",
  plainName: SESSION_COOKIE,
  name: hostCookie,
  path: "/",
  sameSite: "Lax",
  data: dataSchema,
});
