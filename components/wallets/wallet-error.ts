/** Errors between the page and a wallet, distinguished so that each has its own message and next step. */
export type WalletProblemKind =
  | "rejected"
  | "busy"
  | "locked"
  | "no-wallet"
  | "wrong-network"
  | "unknown-network"
  | "unsupported"
  | "flagged"
  | "failed";

/** The subject of a wallet's problem, for its message (`wallet-words.ts`). */
export type WalletFacts = {
  kind: WalletProblemKind;
  /** The request to the wallet that failed. */
  task: WalletTask;
  /** The requested network. */
  networkName: string;
};

/** An error of a wallet. */
export class WalletProblem extends Error {
  readonly facts: WalletFacts;
  constructor(facts: WalletFacts, cause?: unknown) {
    super(`wallet: ${facts.kind} (${facts.task})`, { cause });
    this.name = "WalletProblem";
    this.facts = facts;
  }
}

type WalletTask = "connect" | "switch" | "add" | "sign";

/**
 * Distinguishes the errors of wallets by their codes: EIP-1193 (4001 rejected, 4100 unauthorised, 4200 unsupported,
 * 4902 unknown chain) and JSON-RPC (-32002 a request is already open, -32601 no such method, -32003 of EIP-1474:
 * refused by the wallet itself). A wallet that warns and lets the person decide answers 4001 like any other.
 */
export function toWalletProblem(error: unknown, task: WalletTask, networkName: string): WalletProblem {
  if (error instanceof WalletProblem) return error;
  return new WalletProblem({ kind: kindOf(error, task), task, networkName }, error);
}

function kindOf(error: unknown, task: WalletTask): WalletProblemKind {
  const { codes, names, words } = trace(error);
  const is = (code: number, name?: string) => codes.includes(code) || (name !== undefined && names.includes(name));
  if (is(-32002, "ResourceUnavailableRpcError")) return "busy";
  if (is(4001, "UserRejectedRequestError") || is(5000)) return "rejected";
  if (names.includes("ProviderNotFoundError")) return "no-wallet";
  if (is(4100, "ConnectorAccountNotFoundError")) return "locked";
  if (task === "sign" && (is(-32003) || FLAGGED.test(words))) return "flagged";
  if (task === "add") return "unknown-network";
  if (task === "switch" || is(4902, "ConnectorChainMismatchError")) return "wrong-network";
  if (is(4200, "MethodNotSupportedRpcError") || is(-32601)) return "unsupported";
  return "failed";
}

/** How wallets say that their own guard stopped a request. */
const FLAGGED = /deceptive|malicious|phishing|suspicious|flagged|blockaid|blocked (?:by|for)|security (?:risk|alert)/i;

/** True when the wallet does not know the network that was asked for (EIP-3085 and EIP-3326: code 4902). */
export function isUnknownChain(error: unknown): boolean {
  return trace(error).codes.includes(4902);
}

/** All codes, names and messages along an error's causes; wallets and libraries wrap each other's. */
function trace(error: unknown): { codes: number[]; names: string[]; words: string } {
  const codes: number[] = [];
  const names: string[] = [];
  const words: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 12 && current && typeof current === "object"; depth += 1) {
    const { code, name, message, cause, data } = current as Record<string, unknown>;
    if (typeof code === "number") codes.push(code);
    if (typeof name === "string") names.push(name);
    if (typeof message === "string") words.push(message);
    const original = (data as { originalError?: { code?: unknown } } | undefined)?.originalError?.code;
    if (typeof original === "number") codes.push(original);
    current = cause;
  }
  return { codes, names, words: words.join(" ") };
}
