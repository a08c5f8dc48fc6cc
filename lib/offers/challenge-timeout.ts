import "server-only";

/** How long a challenge may be answered, in seconds: what a 402 announces as `maxTimeoutSeconds`. */
export const CHALLENGE_TIMEOUT_SECONDS = 300;
