import { type Failure, isBusy, isDeclined, readFailure } from "./read-failure";
import { walletSaid } from "./wallet-said";

/** Errors between the page and a wallet, distinguished so that each has its own message and next step. */
export type WalletProblemKind =
  | "rejected"
  | "window-blocked"
  | "window-closed"
  | "busy"
  | "locked"
  | "no-wallet"
  | "other-account"
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
  /** The wallet's own words: one line of text, bounded; null if it said nothing more than that the person declined. */
  said: string | null;
};

/** An error of a wallet. */
export class WalletProblem extends Error {
  readonly facts: WalletFacts;
  constructor(facts: Omit<WalletFacts, "said"> & Partial<WalletFacts>, cause?: unknown) {
    super(`wallet: ${facts.kind} (${facts.task})`, { cause });
    this.name = "WalletProblem";
    this.facts = { said: null, ...facts };
  }
}

/** The person has left: closed the dialog, canceled, chose another wallet. What a wallet answers after that counts for nothing. */
export class Left extends Error {
  constructor() {
    super("The person has left.");
    this.name = "Left";
  }
}

type WalletTask = "connect" | "switch" | "add" | "sign";

/**
 * Distinguishes the errors of wallets by their codes: EIP-1193 (4001 rejected, 4100 unauthorised, 4200 unsupported,
 * 4902 unknown chain) and JSON-RPC (-32002 a request is already open, -32601 no such method, -32003 of EIP-1474:
 * refused by the wallet itself); where there is none, by their words. A wallet that warns and lets the person decide
 * answers 4001 like any other.
 */
export function toWalletProblem(error: unknown, task: WalletTask, networkName: string): WalletProblem {
  if (error instanceof WalletProblem) return error;
  const failure = readFailure(error);
  const kind = kindOf(failure, task);
  return new WalletProblem({ kind, task, networkName, said: walletSaid(failure, OWN_WORDS.has(kind)) }, error);
}

/** Said in words of our own: the wallet said nothing, or nothing more. */
const OWN_WORDS: ReadonlySet<WalletProblemKind> = new Set(["rejected", "window-blocked", "window-closed"]);

function kindOf(failure: Failure, task: WalletTask): WalletProblemKind {
  const { codes, names, texts } = failure;
  const is = (code: number, name?: string) => codes.includes(code) || (name !== undefined && names.includes(name));
  if (names.includes("WindowBlocked")) return "window-blocked";
  if (names.includes("WindowClosed")) return "window-closed";
  if (isBusy(failure)) return "busy";
  if (isDeclined(failure)) return "rejected";
  if (names.includes("ProviderNotFoundError")) return "no-wallet";
  if (is(4100, "ConnectorAccountNotFoundError")) return "locked";
  if (task === "sign" && (is(-32003) || texts.some((text) => FLAGGED.test(text)))) return "flagged";
  if (task === "add") return "unknown-network";
  if (task === "switch" || is(4902, "ConnectorChainMismatchError")) return "wrong-network";
  if (is(4200, "MethodNotSupportedRpcError") || is(-32601)) return "unsupported";
  return "failed";
}

/** How wallets say that their own guard stopped a request. */
const FLAGGED = /deceptive|malicious|phishing|suspicious|flagged|blockaid|blocked (?:by|for)|security (?:risk|alert)/i;
