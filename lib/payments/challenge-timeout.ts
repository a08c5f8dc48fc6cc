import "server-only";

/** How long a challenge is valid, in seconds: the `maxTimeoutSeconds` of a 402. */
export const CHALLENGE_TIMEOUT_SECONDS = 300;
