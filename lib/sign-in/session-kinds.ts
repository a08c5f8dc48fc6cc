import "server-only";
import { DAY, HOUR } from "@/lib/clock";

/**
 * The three kinds of sessions. A session ends after its lifetime, which use does not extend, and after it was not used for
 * a while. Reasons and how this compares with NIST SP 800-63B: docs/security.md, chapter 7.
 */
export const sessionKinds = {
  seller: { lifetime: 7 * DAY, unused: 2 * DAY, most: 25 },
  buyer: { lifetime: DAY, unused: 4 * HOUR, most: 10 },
  operator: { lifetime: 8 * HOUR, unused: HOUR, most: 5 },
} as const satisfies Record<string, SessionLimits>;

type SessionLimits = {
  /** ms */
  lifetime: number;
  /** ms without a request */
  unused: number;
  /** How many one wallet may have at the same time: beginning one more ends the one that was not used for longest. */
  most: number;
};

export type SessionKind = keyof typeof sessionKinds;

/** The last use is stored to within this part of `unused`, so that reading a page seldom writes. */
export const SEEN_PARTS = 12;
