import "server-only";

/**
 * Names of headers, cookies and fields whose value gives access to a file, a session or a wallet. Compared without case or -_.
 */
const secretNames = new Set(
  [
    "payment-signature",
    "x-payment",
    "claim-token",
    "upload-token",
    "sign-in-with-x",
    "authorization",
    "x-filekiosk-doctor",
    "cookie",
    "cookies",
    "set-cookie",
    "ticket",
    "secret",
    "token",
    "signature",
    "private-key",
    "gas-key",
    "payer-key",
    "session-secret",
    "database-url",
  ].map(plainName),
);

const HIDDEN = "[hidden]";
const MAX_DEPTH = 6;

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/** `?ticket=…`, `&token=…` and `#token` parts of URLs, wherever they are in a text. */
function redactText(text: string): string {
  return text
    .replace(/([?&](?:ticket|token|claim|secret)=)[^&\s"'#]+/gi, `$1${HIDDEN}`)
    .replace(/(\/r\/?#)[^\s"']+/g, `$1${HIDDEN}`);
}

function entriesOf(value: object): Iterable<[string, unknown]> {
  if (value instanceof Headers || value instanceof Map) return value.entries() as Iterable<[string, unknown]>;
  return Object.entries(value);
}

/**
 * A copy of a value that is safe to log: secrets hidden by the name of their field, tickets removed from URLs. Dates
 * and numbers stay; anything deeper than six levels is left out.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return "[deeper]";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, item] of entriesOf(value)) {
    copy[name] = secretNames.has(plainName(name)) ? HIDDEN : redact(item, depth + 1);
  }
  return copy;
}
