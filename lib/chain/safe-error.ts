import "server-only";

const url = /\b(?:https?|wss?):\/\/[^\s"'<>)\]]+/gi;

/** A text without addresses of servers: RPC addresses often carry an operator's access key. */
export function withoutUrls(text: string): string {
  return text.replace(url, "[address]");
}

/**
 * What went wrong on the way to a chain, in a form fit for the log: viem's messages name the RPC address and repeat the
 * whole request; this keeps the kind of error and its words, without addresses.
 */
export function safeChainError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(withoutUrls(String(error)));
  const short = "shortMessage" in error && typeof error.shortMessage === "string" ? error.shortMessage : error.message;
  const details = "details" in error && typeof error.details === "string" ? ` (${error.details})` : "";
  const safe = new Error(withoutUrls(`${short}${details}`));
  safe.name = error.name;
  return safe;
}
