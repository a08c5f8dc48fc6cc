import "server-only";

/** A longer chain of causes may be a circle. */
const MAX_CAUSES = 10;

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

/**
 * The same for an error that may have one of a chain client's among its causes. It keeps the places where they were
 * thrown, and everything about other errors.
 */
export function withSafeCauses(error: Error, depth = 0): Error {
  if ("shortMessage" in error) {
    const safe = safeChainError(error);
    safe.stack = [`${safe.name}: ${safe.message}`, ...placesOf(error)].join("\n");
    return safe;
  }
  const { cause } = error;
  if (!(cause instanceof Error)) return error;
  const value = depth < MAX_CAUSES ? withSafeCauses(cause, depth + 1) : undefined;
  return value === cause ? error : Object.create(error, { cause: { value } });
}

/** The lines of a stack below the message, which may have any number of lines. */
function placesOf({ stack = "" }: Error): string[] {
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}
