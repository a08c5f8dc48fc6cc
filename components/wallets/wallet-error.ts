/** What can go wrong between the page and a wallet, told apart so that each has its own words and next step. */
export type WalletProblemKind =
  | "rejected"
  | "busy"
  | "locked"
  | "no-wallet"
  | "wrong-network"
  | "unsupported"
  | "failed";

/** An error of a wallet, with what the person should know. */
export class WalletProblem extends Error {
  readonly kind: WalletProblemKind;
  /** What happened, in a few words. */
  readonly title: string;
  constructor(kind: WalletProblemKind, title: string, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = "WalletProblem";
    this.kind = kind;
    this.title = title;
  }
}

/** What was asked of the wallet when it failed. */
export type WalletTask = "connect" | "switch" | "sign";

/**
 * Tells apart the errors of wallets by their codes: EIP-1193 (4001 rejected, 4100 unauthorised, 4200 unsupported, 4902
 * unknown chain) and JSON-RPC (-32002 a request is already open, -32601 no such method).
 *
 * @param networkName the network that was asked for
 */
export function toWalletProblem(error: unknown, task: WalletTask, networkName: string): WalletProblem {
  if (error instanceof WalletProblem) return error;
  const { codes, names } = trace(error);
  const problem = (kind: WalletProblemKind, title: string, detail: string) =>
    new WalletProblem(kind, title, detail, error);

  if (codes.includes(-32002) || names.includes("ResourceUnavailableRpcError")) {
    return problem(
      "busy",
      "Your wallet is already asking.",
      "Open your wallet, answer or close its open request, then try again.",
    );
  }
  if (codes.includes(4001) || codes.includes(5000) || names.includes("UserRejectedRequestError")) {
    return problem("rejected", "You declined in your wallet.", rejectedWords(task, networkName));
  }
  if (names.includes("ProviderNotFoundError")) {
    return problem(
      "no-wallet",
      "The wallet was not found.",
      "It may have been switched off. Choose another one or reload this page.",
    );
  }
  if (codes.includes(4100) || names.includes("ConnectorAccountNotFoundError")) {
    return problem(
      "locked",
      "Your wallet is locked or not connected.",
      "Unlock it, choose an account, then try again.",
    );
  }
  if (task === "switch" || codes.includes(4902) || names.includes("ConnectorChainMismatchError")) {
    return problem(
      "wrong-network",
      "Your wallet is on another network.",
      `Switch it to ${networkName}, then try again.`,
    );
  }
  if (codes.includes(4200) || codes.includes(-32601) || names.includes("MethodNotSupportedRpcError")) {
    return problem(
      "unsupported",
      "This wallet cannot do that.",
      "It does not sign this kind of request. Choose another wallet.",
    );
  }
  return problem(
    "failed",
    "The wallet did not answer as expected.",
    "Nothing was charged. Try again, or choose another wallet.",
  );
}

function rejectedWords(task: WalletTask, networkName: string): string {
  if (task === "switch")
    return `The network stays as it was. To go on, allow the switch to ${networkName}. Nothing was charged.`;
  if (task === "connect") return "Nothing was shared. Try again when you are ready.";
  return "Nothing was signed and nothing was charged. Try again when you are ready.";
}

/** True when the wallet does not know the network that was asked for (EIP-3085 and EIP-3326: code 4902). */
export function isUnknownChain(error: unknown): boolean {
  return trace(error).codes.includes(4902);
}

/** All codes and names along an error's causes; wallets and libraries wrap each other's. */
function trace(error: unknown): { codes: number[]; names: string[] } {
  const codes: number[] = [];
  const names: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 12 && current && typeof current === "object"; depth += 1) {
    const { code, name, cause, data } = current as { code?: unknown; name?: unknown; cause?: unknown; data?: unknown };
    if (typeof code === "number") codes.push(code);
    if (typeof name === "string") names.push(name);
    const original = (data as { originalError?: { code?: unknown } } | undefined)?.originalError?.code;
    if (typeof original === "number") codes.push(original);
    current = cause;
  }
  return { codes, names };
}
