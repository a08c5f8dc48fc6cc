import { setTimeout as sleep } from "node:timers/promises";
import { RETRY_DELAYS } from "@/commands/disturbed";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { Interrupted } from "./interrupted";
import { noteDown, type Run, say } from "./run";
import { waitForSettlement } from "./wait-for-settlement";

/** A request that storage may have to be paid for. */
export type StorageRequest = {
  purpose: "room" | "time";
  path: string;
  headers: Record<string, string>;
  body?: unknown;
  days: number;
  /** For the person who pays: name and size. */
  what: string;
};

/** The most that a `Retry-After` is waited for between two attempts. */
const LONGEST_WAIT_S = 30;

/** How the server answered a payment. `refused`: it moved no money, and cannot any more. */
export type Presented =
  | { kind: "paid"; response: Response }
  | { kind: "found"; uploadId: string | null; transaction: string | null }
  | { kind: "refused"; refusal: Refused };

/**
 * Presents a signed payment until its outcome is known. It may be presented any number of times: it moves money once.
 *
 * @throws Refused if it failed, or cannot be taken now; Interrupted if the outcome stays unknown
 */
export async function presentPayment(run: Run, request: StorageRequest, header: string): Promise<Presented> {
  const { path, body } = request;
  const headers = { ...request.headers, "PAYMENT-SIGNATURE": header };
  for (const delay of RETRY_DELAYS) {
    await sleep(delay);
    const response = await run.session.ask("POST", path, { headers, body }).catch(() => null);
    if (response?.ok) return { kind: "paid", response };
    const refusal = response && (await refusalOf(response));
    if (!response || !refusal || isPassing(response.status, refusal)) {
      const why = refusal && !refusal.isOfServer ? refusal.message : "The server does not answer.";
      say(`${why} You will not be charged twice …`);
      if (refusal?.retryAfter) await sleep(Math.min(refusal.retryAfter, LONGEST_WAIT_S) * 1_000);
      continue;
    }
    const { paymentId } = refusal.problem;
    if ([409, 503].includes(response.status) && typeof paymentId === "string") return findOut(run, paymentId);
    if (response.status === 402) return { kind: "refused", refusal };
    throw refusal;
  }
  throw new Interrupted("The server does not answer, so it is not known whether storage was paid.");
}

/** These say nothing about the money. The server's own 503 does. */
function isPassing(status: number, { isOfServer }: Refused): boolean {
  return [429, 500, 502, 504].includes(status) || (status >= 500 && !isOfServer);
}

async function findOut(run: Run, paymentId: string): Promise<Presented> {
  const { state, reason, uploadId, transaction } = await waitForSettlement(run.options.server, paymentId);
  if (state === "settled") return { kind: "found", uploadId: uploadId ?? null, transaction };
  if (state !== "failed") throw new Refused(`The payment is ${state}. Ask the server's operator about ${paymentId}.`);
  await noteDown(run, { payment: null });
  throw new Refused(`The payment failed (${reason ?? "unknown reason"}). Nothing was charged. Try again.`);
}
