import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { noteEvent } from "@/lib/audit/note-event";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { perProcess } from "@/lib/process";
import { SITE_FACTOR, siteOf } from "./client-ip";

/**
 * Every limit of the routes, in one place: at most `points` requests in `seconds` from one address (an IPv6 client
 * counts by its /64, and its /48 may send four times as many). They keep one client from overloading the server; money
 * has its own protection.
 */
export const limits = {
  signInNonce: { points: 60, seconds: 60 },
  signIn: { points: 60, seconds: 60 },
  sellerRead: { points: 300, seconds: 60 },
  sellerWrite: { points: 120, seconds: 60 },
  /** A page beside a form, as somebody types. */
  draft: { points: 300, seconds: 60 },
  uploadCreate: { points: 60, seconds: 60 },
  /** Parts of 32 MB each: enough for 10 Gbit/s. */
  uploadPart: { points: 3_000, seconds: 60 },
  fileInfo: { points: 600, seconds: 60 },
  /** What is on sale, for programs: kept for a minute, and the same for everybody. */
  catalog: { points: 120, seconds: 60 },
  preview: { points: 600, seconds: 60 },
  /** Each decodes a picture, which takes a second of one processor. */
  cover: { points: 30, seconds: 60 },
  /** Each may use up a name for everybody else. */
  newName: { points: 30, seconds: 3_600 },
  /** Each asks other people's name servers. */
  askDns: { points: 30, seconds: 3_600 },
  /** The challenge and the bytes: players and download managers request many ranges. */
  fileRead: { points: 3_000, seconds: 60 },
  /** Requests that carry a payment, each of which may cost calls to the chain. */
  pay: { points: 300, seconds: 60 },
  paymentStatus: { points: 600, seconds: 60 },
  claim: { points: 60, seconds: 60 },
  purchases: { points: 120, seconds: 60 },
  /** Reads all sales of one seller. */
  export: { points: 10, seconds: 60 },
  /** Reads, or erases, everything about one person. */
  personalData: { points: 10, seconds: 60 },
  complaint: { points: 20, seconds: 60 },
  /** The operator's page: acts, and exports of the audit log. */
  operator: { points: 300, seconds: 60 },
  /** Reports and appeals by people without an account; the database counts by day, too. */
  report: { points: 10, seconds: 60 },
  /** A form sent without script, which counts as a report besides: its page says so when there were too many. */
  reportForm: { points: 60, seconds: 60 },
  reportStatus: { points: 60, seconds: 60 },
  /** Each may send a mail to somebody else's address. */
  leaveAddress: { points: 10, seconds: 3_600 },
  /** The same by seller. */
  newAddress: { points: 3, seconds: 86_400 },
  balances: { points: 120, seconds: 60 },
  metrics: { points: 120, seconds: 60 },
  /** A page or its data, which takes some ten milliseconds of the only thread; its content is requested elsewhere. */
  page: { points: 600, seconds: 60 },
  /** Scripts, styles, fonts: a page has some twenty, and a browser keeps them. */
  asset: { points: 6_000, seconds: 60 },
  /** Everything else that goes to the router, in addition to its own limit, if any. */
  request: { points: 3_000, seconds: 60 },
  locale: { points: 60, seconds: 60 },
  devnetRpc: { points: 1_200, seconds: 60 },
  devnetFaucet: { points: 30, seconds: 60 },
} as const satisfies Record<string, { points: number; seconds: number }>;

export type LimitName = keyof typeof limits;

/**
 * Counts one request against a named limit.
 *
 * @param key the key to count by, such as `ipPrefix(clientIp(headers))`
 * @throws AppError `too_many_requests` with `Retry-After` (seconds)
 */
export async function takeLimit(name: LimitName, key: string): Promise<void> {
  try {
    const { client, site } = limiters()[name];
    await client.consume(key);
    const prefix = siteOf(key);
    if (prefix !== null) await site.consume(prefix);
  } catch (error) {
    if (!isReached(error)) throw error;
    await noteEvent({ act: "limit-reached", by: { kind: "visitor" }, detail: { limit: name } }, systemClock.now());
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw new AppError("too_many_requests", {
      detail: `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
      headers: { "Retry-After": String(seconds) },
    });
  }
}

/**
 * By shape and not by `RateLimiterRes`: the limiters exist once per process, and each bundle of the built server has
 * its own copy of that class, so that it recognises only the results of its own limiters.
 */
function isReached(thrown: unknown): thrown is { msBeforeNext: number } {
  return typeof (thrown as { msBeforeNext?: unknown } | null)?.msBeforeNext === "number";
}

type Limiters = Record<LimitName, { client: RateLimiterMemory; site: RateLimiterMemory }>;

function limiters(): Limiters {
  return perProcess("rate-limits", () => {
    const entries = Object.entries(limits).map(([name, { points, seconds }]) => {
      const client = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
      const site = new RateLimiterMemory({ keyPrefix: name, points: points * SITE_FACTOR, duration: seconds });
      return [name, { client, site }];
    });
    return Object.fromEntries(entries) as Limiters;
  });
}
