import {
  fetchAnswer,
  type Problem,
  RequestProblem,
  readJson,
  readProblem,
  requestJson,
} from "@/components/http/request";
import type { Balance, PayerKind, TokenTrouble } from "@/lib/payment-methods/evm/chain/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { ClaimExchange, PaymentStatus, PurchaseResult } from "@/lib/shop/schema";
import {
  type Challenge,
  CLAIM_TOKEN_HEADER,
  decodeChallenge,
  PAYMENT_REQUIRED_HEADER,
  PAYMENT_SIGNATURE_HEADER,
  WITHDRAWAL_WAIVER_HEADER,
} from "./x402";

/** The response of a route that is paid for, by what may have happened to the money. `Result`: what it answers once paid. */
export type PurchaseAnswer<Result = PurchaseResult> =
  | { kind: "granted"; result: Result }
  /** 402. Nothing was charged. `problem.code` is `payment_required`, or says why a payment was not accepted. */
  | { kind: "challenge"; challenge: Challenge | null; problem: Problem; serverTime: number }
  /** 503 `settlement_unknown`: money may be moving. */
  | { kind: "unknown"; paymentId: string }
  /** 409: this authorization was presented before. */
  | { kind: "known"; paymentId: string | null }
  /** 403 or 451: it was settled, but the operator had stopped the sale meanwhile. The seller owes the money back. */
  | { kind: "owed"; problem: Problem }
  /** A decisive response: nothing was charged, and nothing will be by this request. */
  | { kind: "refused"; problem: Problem }
  /** No decisive response. If the request contained a payment, it may have been settled. */
  | { kind: "lost"; problem: Problem | null };

/** `claimToken`: what it buys is opened by one. */
export type SignedPayment = { header: string; claimToken?: string; waives?: boolean };

/** `balance` in atomic units. `salesPaused`: no payment can be settled there right now, with the reason if known. */
export type Payer = {
  balance: bigint;
  kind: PayerKind;
  salesPaused: boolean;
  pausedBy: TokenTrouble | null;
  refused: boolean;
};

/** The server's requests that paying needs, whatever is bought. */
export type PayApi<Result = PurchaseResult> = {
  /** Asks for the challenge, or presents a payment. */
  purchase(payment?: SignedPayment | { claimToken: string }): Promise<PurchaseAnswer<Result>>;
  /** What a payment bought that was pending and is settled now. */
  collect(paymentId: string, claimToken: string | null): Promise<PurchaseAnswer<Result>>;
  /** The balance and kind of an address, or null if unknown: a hint only. */
  payer(network: string, address: string): Promise<Payer | null>;
  /** Exchanges a claim token for this browser's cookies. */
  claim(token: string): Promise<void>;
};

/** The same for a file, which can also be read again as it is sold now; null if it cannot. */
export type FilePayApi = PayApi & { file(): Promise<FileInfo | null> };

/** A request that has to be paid for: sent without a payment for the challenge, and the same with it. */
export type PaidRequest = {
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
};

/** The server waits for a settlement most of a minute; longer than this (ms), its answer is lost. */
const SETTLEMENT_TIMEOUT = 120_000;

/** Errors that are final for their request: the server decided about the payment before anything was sent. */
const judgements = new Set([
  "malformed_payment",
  "header_too_large",
  "file_not_found",
  "file_paused",
  "sale_ended",
  "file_suspended",
  "member_stopped",
  "file_withheld",
  "wallet_blocked",
  "file_removed",
  "bytes_gone",
  "version_not_found",
  "file_unavailable",
  "not_payable",
  "facilitator_unavailable",
  "shop_restored",
  "settlements_spent",
  "chain_unavailable",
  "token_paused",
  "token_changed",
  "clock_off",
  "node_behind",
  "payee_refused",
  "payment_unrecorded",
  "invalid_days",
  "storage_is_free",
  "storage_too_long",
  "storage_full",
  "extending_forbidden",
  "payer_is_operator",
  "upload_not_found",
  "upload_expired",
  "upload_incomplete",
  "upload_already_used",
]);

/**
 * The requests for one file.
 *
 * @param version asks for this one of the versions that may be downloaded
 */
export function createPayApi(fileId: string, version?: number): FilePayApi {
  const file = `/api/files/${encodeURIComponent(fileId)}`;
  const path = `${file}/purchase${version === undefined ? "" : `?version=${version}`}`;
  return {
    purchase: (payment) => purchase({ path }, payment),
    collect: (_, claimToken) => purchase({ path }, claimToken === null ? undefined : { claimToken }),
    file: () => requestJson<FileInfo>(`${file}/info`).catch(() => null),
    payer: (network, address) => readPayer({ network, address, file: fileId }),
    async claim(token) {
      await requestJson<ClaimExchange>("/api/claims", { method: "POST", body: { token } });
    },
  };
}

/** @param query `file` names the file to be paid for: its seller has a share of the day's settlements */
export async function readPayer(query: { network: string; address: string; file?: string }): Promise<Payer | null> {
  const answer = await requestJson<Balance>(`/api/balances?${new URLSearchParams(query)}`).catch(() => null);
  if (!answer) return null;
  const { balance, payer: kind, salesPaused, pausedBy, refused } = answer;
  return { balance: BigInt(balance), kind, salesPaused, pausedBy, refused };
}

/** What became of a payment. */
export function readPaymentStatus(paymentId: string, signal?: AbortSignal): Promise<PaymentStatus> {
  return requestJson<PaymentStatus>(`/api/payments/${encodeURIComponent(paymentId)}`, { signal });
}

/** Sends a request that has to be paid for, without or with a payment. Never throws: no response is `lost`. */
export async function purchase<Result = PurchaseResult>(
  request: PaidRequest,
  payment?: SignedPayment | { claimToken: string },
): Promise<PurchaseAnswer<Result>> {
  const headers: Record<string, string> = { Accept: "application/json", ...request.headers };
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (payment?.claimToken) headers[CLAIM_TOKEN_HEADER] = payment.claimToken;
  if (payment && "header" in payment) headers[PAYMENT_SIGNATURE_HEADER] = payment.header;
  if (payment && "header" in payment && payment.waives) headers[WITHDRAWAL_WAIVER_HEADER] = "given";
  try {
    const init = { method: "POST", headers, body, cache: "no-store" } as const;
    return await readAnswer<Result>(await fetchAnswer(request.path, init, SETTLEMENT_TIMEOUT));
  } catch (error) {
    return { kind: "lost", problem: error instanceof RequestProblem ? error.problem : null };
  }
}

/**
 * Parses a response to a request that has to be paid for. An unclear one is `lost`, never a failure.
 *
 * @throws RequestProblem for a page of a network or proxy; NoAnswer if it ended too early
 */
export async function readAnswer<Result = PurchaseResult>(response: Response): Promise<PurchaseAnswer<Result>> {
  if (response.ok) return { kind: "granted", result: await readJson<Result>(response) };
  const problem = await readProblem(response);
  const paymentId = typeof problem.paymentId === "string" ? problem.paymentId : null;
  const challenge = decodeChallenge(response.headers.get(PAYMENT_REQUIRED_HEADER));
  if (response.status === 402 && (challenge || !problem.isForeign)) {
    return { kind: "challenge", challenge, problem, serverTime: serverTime(response) };
  }
  if (problem.code === "settlement_unknown" && paymentId) return { kind: "unknown", paymentId };
  if (problem.code === "payment_known") return { kind: "known", paymentId };
  if (
    problem.code === "refund_due" ||
    problem.code === "storage_refund_due" ||
    (problem.code === "file_withheld" && paymentId)
  )
    return { kind: "owed", problem };
  // What somebody in between answers says nothing about the payment.
  if (problem.isForeign) return { kind: "lost", problem };
  return judgements.has(problem.code) ? { kind: "refused", problem } : { kind: "lost", problem };
}

/** The server's clock (ms), by the `Date` header; the visitor's own if there is none. */
function serverTime(response: Response): number {
  const time = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(time) ? Date.now() : time;
}
