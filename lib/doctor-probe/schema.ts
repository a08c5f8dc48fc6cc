import { z } from "zod";

/**
 * What the running shop answers to a doctor with a pass. `seen`: how the request arrived; `body`: how its body arrived;
 * `bytes`: a file; `drip`: a body in two halves, a second apart; `silence`: nothing for some seconds, then a body;
 * `headers`: large response headers; `readiness`: `/readyz` with its reasons.
 */
export const PROBE_KINDS = ["seen", "body", "bytes", "drip", "silence", "headers", "readiness"] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** Set on every answer to a pass, so that no other program's answer is taken for the shop's. */
export const ANSWER_HEADER = "x-filekiosk-probe";

/** How a request arrived. Ports tell whether it came directly: a proxy has a connection of its own. */
export const seenSchema = z.object({
  peer: z.string(),
  peerPort: z.number(),
  forwardedFor: z.string().nullable(),
  /** Characters of the payment header. */
  payment: z.number(),
});
export type Seen = z.output<typeof seenSchema>;

/** How a body arrived: its bytes, and the milliseconds between its first and its last piece. */
export const arrivedSchema = z.object({ bytes: z.number(), spread: z.number() });

/** `/readyz` for those who may know. */
export const readinessSchema = z.object({
  checks: z.array(z.object({ name: z.string(), ready: z.boolean(), warning: z.string().optional() })),
});

/** Characters of the largest response header that a sale has: a challenge with five networks. */
export const CHALLENGE_LENGTH = 7_168;
/** The length of silence that can be asked for, in seconds. */
export const MAX_SILENCE = 300;
/** Milliseconds between the halves of a dripping body. */
export const DRIP_PAUSE = 1_000;
