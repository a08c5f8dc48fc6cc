/** What a failure says, whatever its shape: wallets throw errors, plain objects, strings and JSON, and libraries wrap them. */
export type Failure = {
  /** All codes, the outermost first. */
  codes: number[];
  names: string[];
  /** All texts, the outermost first. */
  texts: string[];
  /** The wallet's own words, as it sent them; null if there are none. */
  said: string | null;
};

/** How deep a failure is read; each level may hold several causes. */
const MAX_DEPTH = 12;

/** Members under which wallets and libraries put what went wrong below them. */
const INNER = ["cause", "error", "originalError", "data", "info", "reason"] as const;

/** Errors of scripts, not of wallets: their texts are for programmers. */
const OF_SCRIPTS = /^(?:Type|Reference|Range|Syntax|Eval|URI|ChunkLoad|Abort|Timeout)Error$/;

/** Reads a failure: its codes, names and texts, at whatever depth. Never throws. */
export function readFailure(thrown: unknown): Failure {
  const failure: Failure = { codes: [], names: [], texts: [], said: null };
  collect(thrown, failure, 0, new Set());
  return failure;
}

function collect(value: unknown, into: Failure, depth: number, seen: Set<unknown>): void {
  if (depth > MAX_DEPTH || value === null || value === undefined || seen.has(value)) return;
  if (typeof value === "string") return collectText(value, into, depth, seen);
  if (typeof value !== "object") return;
  seen.add(value);
  const members = value as Record<string, unknown>;
  const code = asCode(get(members, "code"));
  if (code !== null) into.codes.push(code);
  else collectText(get(members, "code"), into, depth, seen, false);
  const name = get(members, "name");
  if (typeof name === "string") into.names.push(name);
  // Libraries' errors (viem, wagmi) have a short message of their own beside the wallet's, which is their cause.
  const ofWallet = !("shortMessage" in members) && !(typeof name === "string" && OF_SCRIPTS.test(name));
  collectText(get(members, "message"), into, depth, seen, ofWallet);
  for (const inner of INNER) collect(get(members, inner), into, depth + 1, seen);
}

function collectText(text: unknown, into: Failure, depth: number, seen: Set<unknown>, said = true): void {
  if (typeof text !== "string" || text.trim() === "") return;
  const inside = parseJson(text);
  if (inside !== null) return collect(inside, into, depth + 1, seen);
  into.texts.push(text);
  // Of several, the innermost is the one that the wallet or its device wrote.
  if (said) into.said = text;
}

/** Getters of hostile or broken objects throw. */
function get(members: Record<string, unknown>, name: string): unknown {
  try {
    return members[name];
  } catch {
    return undefined;
  }
}

function asCode(code: unknown): number | null {
  if (typeof code === "number") return Number.isFinite(code) ? code : null;
  return typeof code === "string" && /^-?\d{3,6}$/.test(code) ? Number(code) : null;
}

/** Some wallets send an error as JSON, in place of its text. */
function parseJson(text: string): object | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" ? parsed : null;
  } catch {
    return null;
  }
}

/** How wallets say that the person declined, or closed their window, where they send no code for it. */
const DECLINED =
  /\buser\b.{0,40}\b(?:reject|den(?:y|ied)|cancel|declin|disapprov|abort|clos)|(?:reject|den(?:y|ied)|cancel|declin|clos)\w*\b.{0,20}\bby (?:the )?user|\b(?:pop-?up|window|modal)\b.{0,30}\bclosed|^\s*(?:the )?(?:(?:request|signature|signing|connection|message) )*(?:was )?(?:cancel|reject|declin|denied)\w*\.?\s*$|action_rejected|user_?(?:rejected|cancell?ed)/i;

/** True when the person declined (EIP-1193: 4001; CAIP-25: 5000 to 5003), said in a code or in words. */
export function isDeclined({ codes, names, texts }: Failure): boolean {
  if (codes.some((code) => code === 4001 || (code >= 5000 && code <= 5003))) return true;
  return names.includes("UserRejectedRequestError") || texts.some((text) => DECLINED.test(text));
}

/** True when the wallet is already asking something else (-32002). */
export function isBusy({ codes, names, texts }: Failure): boolean {
  if (codes.includes(-32002) || names.includes("ResourceUnavailableRpcError")) return true;
  return texts.some((text) => /already pending|already processing|request is pending/i.test(text));
}
