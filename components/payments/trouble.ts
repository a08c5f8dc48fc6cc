import type { PaymentStatus } from "@/lib/payments/schema";
import type { Problem } from "../http/request";
import { toWalletProblem } from "../wallets/wallet-error";
import type { PurchaseAnswer } from "./pay-api";
import type { Trouble } from "./pay-machine";

/** The words for what went wrong while paying. Each says whether anything was charged, and what to do next. */

export const unreachable: Trouble = {
  code: "unreachable",
  title: "The server could not be reached.",
  detail: "Nothing was charged. Check your connection and try again.",
  next: "retry",
  otherWallet: false,
};

export const walletCodeMissing: Trouble = {
  code: "unreachable",
  title: "The part of this page that talks to wallets could not be loaded.",
  detail: "Nothing was charged. Check your connection and try again.",
  next: "retry",
  otherWallet: false,
};

export const wrongOffer: Trouble = {
  code: "not_offered",
  title: "The server asks for something else than this page shows.",
  detail: "Nothing was signed and nothing was charged. Reload the page to see what is asked now.",
  next: "none",
  otherWallet: false,
};

/** The wallet's address is a contract that the token cannot ask about signatures. Told before anything is signed. */
export function unsupportedWallet(wallet: string, networkName: string): Trouble {
  return {
    code: "wallet_unsupported",
    title: "This wallet cannot pay here.",
    detail: `The account in ${wallet} is a contract on ${networkName} that does not confirm signatures (ERC-1271), so the token would turn its payment down. Nothing was signed and nothing was charged. Pay with another wallet or account.`,
    next: "none",
    otherWallet: true,
  };
}

/** Codes after which trying again from this page would not help. */
const final = new Set([
  "file_paused",
  "sale_ended",
  "file_removed",
  "file_not_found",
  "file_replaced",
  "bytes_gone",
  "version_not_found",
  "payer_is_payee",
]);

/** Refusals of this payer or this signature: another wallet may do better. */
const aboutThePayer = new Set([
  "payer_is_payee",
  "wallet_unsupported",
  "invalid_signature",
  "payment_refused",
  "insufficient_funds",
]);

/** A refusal by the server, known to have charged nothing. */
export function problemTrouble(problem: Problem): Trouble {
  const { code, title, detail } = problem;
  return {
    code,
    title,
    detail: detail && detail !== title ? detail : undefined,
    next: final.has(code) ? "none" : "retry",
    otherWallet: aboutThePayer.has(code),
  };
}

/** Why no challenge came when one was asked for. Nothing was sent along, so nothing was charged. */
export function noChallengeTrouble(answer: PurchaseAnswer): Trouble {
  const problem = answer.kind === "refused" || answer.kind === "lost" ? answer.problem : null;
  return problem ? problemTrouble(problem) : unreachable;
}

/** A payment that was pending and turned out to have failed. */
export function failedTrouble(status: PaymentStatus): Trouble {
  if (status.state === "refunded") {
    return { code: "refunded", title: "This payment was given back by the seller.", next: "retry", otherWallet: false };
  }
  return {
    code: status.state,
    title: "The payment did not go through.",
    detail: "The network shows that no money was moved. Nothing was charged.",
    next: "retry",
    otherWallet: false,
  };
}

/** Anything a wallet threw. */
export function walletTrouble(error: unknown, networkName: string): Trouble {
  const problem = toWalletProblem(error, "sign", networkName);
  return { code: problem.kind, title: problem.title, detail: problem.message, next: "retry", otherWallet: true };
}
