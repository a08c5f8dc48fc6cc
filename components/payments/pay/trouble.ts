import type { Problem } from "@/components/http/request";
import type { PurchaseAnswer } from "@/components/payments/wire/pay-api";
import { whyMissing } from "@/components/ui/missing-part";
import { toWalletProblem } from "@/components/wallets/wallet-error";
import type { ForeignAnswer } from "@/lib/foreign-answers";
import type { TokenTrouble } from "@/lib/payment-methods/evm/chain/schema";
import type { PaymentStatus } from "@/lib/shop/schema";
import type { ForeignTrouble, PayTrouble } from "./trouble-words";

/** Problems while paying, and the next steps. The messages are in `trouble-words.ts`. */

const walletCodeMissing: PayTrouble = {
  code: "page_code",
  message: "pageCode",
  next: "retry",
  otherWallet: false,
};

/** The server was updated since the page was opened: that part of it is gone. */
const pageOutOfDate: PayTrouble = { code: "page_code", message: "updated", next: "reload", otherWallet: false };

/** The wallet code could not be loaded. */
export async function walletCodeTrouble(error: unknown): Promise<PayTrouble> {
  return (await whyMissing(error)) === "update" ? pageOutOfDate : walletCodeMissing;
}

export const wrongOffer: PayTrouble = { code: "not_offered", message: "differs", next: "reload", otherWallet: false };

/** The page does not ask for a signature that could not be settled. */
export const salesPaused: PayTrouble = {
  code: "facilitator_unavailable",
  message: "pausedSales",
  next: "retry",
  otherWallet: false,
};

/** The wallet was open for so long that its signature came too late. It never leaves this page. */
export const lateSignature: PayTrouble = {
  code: "authorization_expired",
  message: "late",
  next: "retry",
  otherWallet: false,
};

/** The wallet's address is a contract that cannot confirm signatures to the token. Reported before anything is signed. */
export function unsupportedWallet(wallet: string): PayTrouble {
  return { code: "wallet_unsupported", message: "wallet", wallet, next: "none", otherWallet: true };
}

/** The subject of each error. Other codes are `declined` if the response decided about the payment, else `busy`. */
const messages: Record<string, PayTrouble["message"]> = {
  file_paused: "pausedFile",
  sale_ended: "ended",
  file_suspended: "suspended",
  member_stopped: "ended",
  file_withheld: "suspended",
  refund_due: "suspended",
  storage_refund_due: "suspended",
  wallet_blocked: "blocked",
  file_removed: "removed",
  bytes_gone: "gone",
  file_not_found: "gone",
  version_not_found: "replaced",
  file_replaced: "replaced",
  resource_mismatch: "differs",
  wrong_network: "differs",
  wrong_token: "differs",
  wrong_payee: "differs",
  wrong_amount: "differs",
  authorization_expired: "late",
  payer_is_payee: "ownFile",
  wallet_unsupported: "walletLate",
  facilitator_unavailable: "pausedSales",
  shop_restored: "pausedSales",
  settlements_spent: "spent",
  token_paused: "tokenPaused",
  token_changed: "tokenChanged",
  clock_off: "clockOff",
  node_behind: "nodeBehind",
  payee_refused: "payeeRefused",
  payment_unrecorded: "unrecorded",
  payer_refused: "payerRefused",
  invalid_signature: "refused",
  chain_unavailable: "chain",
  storage_offer_refused: "differs",
  storage_offer_ended: "late",
  storage_is_free: "differs",
  invalid_days: "differs",
  storage_too_long: "storageTooLong",
  storage_full: "storageFull",
  extending_forbidden: "extendingForbidden",
  payer_is_operator: "ownFile",
  upload_not_found: "gone",
  upload_expired: "gone",
  upload_already_used: "gone",
  file_unavailable: "unavailable",
  not_payable: "unavailable",
};

/** After these the page is out of date, or has nothing more to do: a reload shows the current state. */
const outOfDate = new Set<PayTrouble["message"]>([
  "pausedFile",
  "ended",
  "suspended",
  "removed",
  "gone",
  "replaced",
  "differs",
  "unrecorded",
  "storageTooLong",
  "extendingForbidden",
]);

/** Refusals of this payer or this signature: another wallet may work. */
const aboutThePayer = new Set<PayTrouble["message"]>([
  "ownFile",
  "walletLate",
  "refused",
  "declined",
  "payerRefused",
  "blocked",
]);

/** Of those, what this wallet will always meet. */
const hopeless = new Set<PayTrouble["message"]>(["ownFile", "walletLate", "payerRefused", "blocked"]);

/** A proxy took the challenge out of the answer, or the payment out of the request: nothing was charged. */
export const proxyTrouble: PayTrouble = foreignTrouble({ answer: "proxy_changed", status: 402 });

function foreignTrouble(message: ForeignTrouble): PayTrouble {
  return { code: message.answer, message, next: "retry", otherWallet: false };
}

/** What somebody answered in place of the server; null if it was the server, or nobody. */
export function foreignOf(problem: Problem | null): ForeignTrouble | null {
  return problem?.isForeign ? { answer: problem.code as ForeignAnswer, status: problem.status } : null;
}

/** A refusal by the server, known to have charged nothing. */
export function problemTrouble(problem: Problem | Pick<Problem, "code" | "status">): PayTrouble {
  const foreign = "isForeign" in problem ? foreignOf(problem as Problem) : null;
  if (foreign) return foreignTrouble(foreign);
  const { code, status } = problem;
  const message = messages[code] ?? (status === 402 || status === 400 ? "declined" : "busy");
  return {
    code,
    message,
    next: outOfDate.has(message) ? "reload" : hopeless.has(message) ? "none" : "retry",
    otherWallet: aboutThePayer.has(message),
  };
}

/** Troubles of the token, or of the server's clock, for every payment or for this payer. Reported before anything is signed. */
export function stoppedTrouble(code: TokenTrouble | "payer_refused"): PayTrouble {
  return problemTrouble({ code, status: 503 });
}

/** Why a request for a challenge got none. It contained no payment, so nothing was charged. */
export function noChallengeTrouble(answer: PurchaseAnswer<unknown>): PayTrouble {
  if (answer.kind === "challenge") return proxyTrouble;
  const hasProblem = answer.kind === "refused" || answer.kind === "owed" || answer.kind === "lost";
  const problem = hasProblem ? answer.problem : null;
  return problemTrouble(problem ?? { code: "internal", status: 500 });
}

/** A payment that was pending and turned out to have failed. */
export function failedTrouble({ state }: PaymentStatus): PayTrouble {
  return { code: state, message: state === "refunded" ? "refunded" : "notPaid", next: "retry", otherWallet: false };
}

/** Anything a wallet threw. */
export function walletTrouble(error: unknown, networkName: string): PayTrouble {
  const { facts } = toWalletProblem(error, "sign", networkName);
  return { code: facts.kind, message: facts, next: "retry", otherWallet: true };
}
