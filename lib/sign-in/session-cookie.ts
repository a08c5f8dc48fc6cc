import "server-only";
import { sealData, unsealData } from "iron-session";
import { z } from "zod";
import { SECOND, systemClock } from "@/lib/clock";
import { readCookie } from "@/lib/cookies";
import { epochSecret, epochSecrets } from "@/lib/restoration/epoch";
import { secureAttribute } from "@/lib/settings/cookies";
import { settings } from "@/lib/settings/settings";
import { type SessionKind, sessionKinds } from "./session-kinds";
import { admitSession, beginSession } from "./sessions";

/** A wallet that signed in: `address` in lower case, `chainId` 0 for a plain key, else the chain of the contract account. */
type SignedIn = { address: string; chainId: number };
/** The session of a request: whose it is, and its id. */
export type Opened<Data> = Data & { id: string };

type Cookie<Data extends SignedIn> = {
  kind: SessionKind;
  /** The cookie's name, without a prefix; `name` adds it. */
  plainName: string;
  name: (plainName: string) => string;
  path: string;
  sameSite: "Lax" | "Strict";
  data: z.ZodType<Data, Data>;
};

/**
 * The sessions of one kind in their cookie: the id of the session's row, sealed together with its kind and the host of
 * APP_URL, so that a seal of another kind, or of another shop with the same secret, opens nothing.
 */
export function sessionCookieOf<Data extends SignedIn>({ kind, plainName, name, path, sameSite, data }: Cookie<Data>) {
  const ttl = sessionKinds[kind].lifetime / SECOND;
  const sealedSchema = z.strictObject({ kind: z.literal(kind), host: z.string(), id: z.string(), data });
  const attributes = () => `Path=${path}; HttpOnly; SameSite=${sameSite}${secureAttribute()}`;
  // Without the prefix as well: a cookie that release 0.2.0 set on https stays in the browser until it is deleted.
  const names = () => [...new Set([name(plainName), plainName])];

  return {
    /** Begins a session. @returns the seal, which is the cookie's value */
    async begin(session: Data, agent: string | null = null, now = systemClock.now()): Promise<string> {
      const id = await beginSession({ kind, wallet: session }, agent, now);
      return sealData({ kind, host: ourHost(), id, data: session }, { password: epochSecret(), ttl });
    },

    /**
     * Reads the session from a `Cookie` header.
     *
     * @returns null when there is none, or it has ended, is forged, of another kind or shop, or sealed with an unknown secret or
     *   before a restore
     */
    async read(header: string | null | undefined, now = systemClock.now()): Promise<Opened<Data> | null> {
      const seal = readCookie(header, name(plainName));
      const opened = seal ? await open(seal, ttl) : null;
      const parsed = sealedSchema.safeParse(opened);
      if (!parsed.success || parsed.data.host !== ourHost()) return null;
      const { id, data: session } = parsed.data as { id: string; data: Data };
      return (await admitSession(id, { kind, wallet: session }, now)) ? { ...session, id } : null;
    },

    /** The `Set-Cookie` value that signs in. The cookie expires a minute before the seal, so that an expired one is never sent. */
    set: (seal: string): string => `${name(plainName)}=${seal}; Max-Age=${ttl - 60}; ${attributes()}`,

    /** The `Set-Cookie` values that sign this browser out. */
    cleared: (): string[] => names().map((each) => `${each}=; Max-Age=0; ${attributes()}`),

    /** True when a request carries such a cookie, whatever it is worth. */
    isSent: (header: string | null | undefined): boolean => names().some((each) => readCookie(header, each) !== null),
  };
}

async function open(seal: string, ttl: number): Promise<unknown> {
  for (const password of epochSecrets()) {
    const data = await unsealData(seal, { password, ttl }).catch(() => null);
    if (data !== null && Object.keys(data as object).length > 0) return data;
  }
  return null;
}

function ourHost(): string {
  return new URL(settings().appUrl).host;
}
