import "server-only";

const url = /\b(?:https?|wss?):\/\/[^\s"'<>)\]]+/gi;

/** A text without URLs of servers: RPC URLs often contain an operator's access key. */
export function withoutUrls(text: string): string {
  return text.replace(url, "[address]");
}

/**
 * An error of a chain client, made safe for the log: viem's messages contain the RPC URL and the whole request; this
 * keeps the kind of error and its message, without URLs.
 */
export function safeChainError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(withoutUrls(String(error)));
  const short = "shortMessage" in error && typeof error.shortMessage === "string" ? error.shortMessage : error.message;
  const details = "details" in error && typeof error.details === "string" ? ` (${error.details})` : "";
  const safe = new Error(withoutUrls(`${short}${details}`));
  safe.name = error.name;
  return safe;
}
