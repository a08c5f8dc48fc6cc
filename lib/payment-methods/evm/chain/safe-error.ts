import "server-only";

/** A longer chain of causes may be a circle. */
const MAX_CAUSES = 10;

const url = /\b(?:https?|wss?|smtps?):\/\/[^\s"'<>)\]]+/gi;

/** How Node, its `fetch` and TLS spell the other side of a connection that failed. */
const others: [pattern: RegExp, without: string][] = [
  [/\b(connect|getaddrinfo|query\w*|read|write) (E[A-Z_]+) [^\s,;)]+/g, "$1 $2 [address]"],
  [/(attempted address(?:es)?: )[^)]*?(, timeout|\))/g, "$1[address]$2"],
  [/(does not match certificate's altnames: ).*/g, "$1[address]"],
];

/** A text without URLs of servers, their names and addresses: RPC URLs often contain an operator's access key. */
export function withoutUrls(text: string): string {
  return others.reduce((short, [pattern, without]) => short.replace(pattern, without), text.replace(url, "[address]"));
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
  const safe = (value: unknown) => {
    if (!(value instanceof Error)) return value;
    return depth < MAX_CAUSES ? withSafeCauses(value, depth + 1) : undefined;
  };
  const changed: PropertyDescriptorMap = {};
  if (error.cause instanceof Error) changed.cause = { value: safe(error.cause) };
  // Of several attempts, such as one for each address of a name.
  if (error instanceof AggregateError) changed.errors = { value: error.errors.map(safe) };
  return Object.keys(changed).length === 0 ? error : Object.create(error, changed);
}

/** The lines of a stack below the message, which may have any number of lines. */
function placesOf({ stack = "" }: Error): string[] {
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}
