import { type Problem, readProblem, requestJson } from "@/components/http/request";
import type { Balance, PayerKind, TokenTrouble } from "@/lib/chain/schema";
import type { ClaimExchange, PaymentStatus, PurchaseResult } from "@/lib/payments/schema";
import {
  type Challenge,
  CLAIM_TOKEN_HEADER,
  decodeChallenge,
  PAYMENT_REQUIRED_HEADER,
  PAYMENT_SIGNATURE_HEADER,
} from "./x402";

/** What the purchase door answered, distinguished by what may have happened to money. */
export type PurchaseAnswer =
  | { kind: "granted"; result: PurchaseResult }
  /** 402. Nothing was charged. `problem.code` is `payment_required`, or says why a payment was not taken. */
  | { kind: "challenge"; challenge: Challenge | null; problem: Problem; serverTime: number }
  /** 503 `settlement_unknown`: money may be moving. */
  | { kind: "unknown"; paymentId: string }
  /** 409: this authorization was presented before. */
  | { kind: "known"; paymentId: string | null }
  /** A judgement: nothing was charged, and nothing will be by this request. */
  | { kind: "refused"; problem: Problem }
  /** No judgement arrived. If a payment was sent along, it may have been taken. */
  | { kind: "lost"; problem: Problem | null };

export type SignedPayment = { header: string; claimToken: string };

/** `balance` in atomic units. `salesPaused`: nothing can be settled there right now, whoever pays, for a reason that may be known. */
export type Payer = {
  balance: bigint;
  kind: PayerKind;
  salesPaused: boolean;
  pausedBy: TokenTrouble | null;
  refused: boolean;
};

/** The server's requests that paying needs. */
export type PayApi = {
  purchase(payment?: SignedPayment | { claimToken: string }): Promise<PurchaseAnswer>;
  /** What an address has and is to the token, or null when nobody can say: it is advice. */
  payer(network: string, address: string): Promise<Payer | null>;
  /** Turns a claim token into this browser's cookies. */
  claim(token: string): Promise<void>;
};

/** Refusals that are final for the request that got them: the server judged the payment before anything was handed out. */
const judgements = new Set([
  "malformed_payment",
  "header_too_large",
  "file_not_found",
  "file_paused",
  "sale_ended",
  "file_removed",
  "bytes_gone",
  "version_not_found",
  "file_unavailable",
  "not_payable",
  "facilitator_unavailable",
  "settlements_spent",
  "chain_unavailable",
  "token_paused",
  "token_changed",
  "clock_off",
  "node_behind",
  "payee_refused",
  "payment_unrecorded",
]);

/**
 * The requests for one file.
 *
 * @param version asks for this one of the versions that may be downloaded
 */
export function createPayApi(fileId: string, version?: number): PayApi {
  const path = `/api/files/${encodeURIComponent(fileId)}/purchase${version === undefined ? "" : `?version=${version}`}`;
  return {
    purchase: (payment) => purchase(path, payment),
    async payer(network, address) {
      const query = new URLSearchParams({ network, address, file: fileId });
      const answer = await requestJson<Balance>(`/api/balances?${query}`).catch(() => null);
      if (!answer) return null;
      const { balance, payer: kind, salesPaused, pausedBy, refused } = answer;
      return { balance: BigInt(balance), kind, salesPaused, pausedBy, refused };
    },
    async claim(token) {
      await requestJson<ClaimExchange>("/api/claims", { method: "POST", body: { token } });
    },
  };
}

/** What became of a payment. */
export function readPaymentStatus(paymentId: string, signal?: AbortSignal): Promise<PaymentStatus> {
  return requestJson<PaymentStatus>(`/api/payments/${encodeURIComponent(paymentId)}`, { signal });
}

async function purchase(path: string, payment?: SignedPayment | { claimToken: string }): Promise<PurchaseAnswer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (payment) headers[CLAIM_TOKEN_HEADER] = payment.claimToken;
  if (payment && "header" in payment) headers[PAYMENT_SIGNATURE_HEADER] = payment.header;
  try {
    return await readAnswer(await fetch(path, { method: "POST", headers, cache: "no-store" }));
  } catch {
    return { kind: "lost", problem: null };
  }
}

/** Reads an answer of the purchase door. What it cannot judge is `lost`, never a failure. */
export async function readAnswer(response: Response): Promise<PurchaseAnswer> {
  if (response.ok) return { kind: "granted", result: (await response.json()) as PurchaseResult };
  const problem = await readProblem(response);
  const paymentId = typeof problem.paymentId === "string" ? problem.paymentId : null;
  if (response.status === 402) {
    const challenge = decodeChallenge(response.headers.get(PAYMENT_REQUIRED_HEADER));
    return { kind: "challenge", challenge, problem, serverTime: serverTime(response) };
  }
  if (problem.code === "settlement_unknown" && paymentId) return { kind: "unknown", paymentId };
  if (problem.code === "payment_known") return { kind: "known", paymentId };
  return judgements.has(problem.code) ? { kind: "refused", problem } : { kind: "lost", problem };
}

/** The server's clock (ms), by the `Date` header; the visitor's own if there is none. */
function serverTime(response: Response): number {
  const time = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(time) ? Date.now() : time;
}
