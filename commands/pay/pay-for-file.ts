import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { connectionWords, Disturbed } from "@/commands/disturbed";
import { isForeignPassing } from "@/lib/foreign-answers";
import { CLAIM_TOKEN_HEADER, PAYMENT_ID_HEADER } from "@/lib/shop/schema";
import type { ChosenOffer } from "./choose-offer";
import { inTime } from "./pieces-of";
import { Refused, refusalOf } from "./refused";
import { schemeNamingOffers } from "./scheme-naming-offers";

const CONFIRM_TIMEOUT_S = 60;
/** A settlement may take most of a minute; longer than this (ms), the connection has stopped. */
const ANSWER_TIMEOUT = 120_000;

/** Decodes `PAYMENT-REQUIRED` (x402 v2). @throws Refused when there is no challenge */
export function readChallenge(response: Response): PaymentRequired {
  const header = response.headers.get("payment-required");
  if (!header) {
    throw new Refused(
      "A payment is asked for, but not how: the answer has no PAYMENT-REQUIRED header. If the server is a Filekiosk, a proxy in front of it has removed the header; its operator can let it pass.",
    );
  }
  return JSON.parse(Buffer.from(header, "base64").toString("utf8")) as PaymentRequired;
}

/** A response, and the nonce of the authorization that was sent for it. */
export type Answered = { response: Response; nonce: string | null };

export type Wallet = { key: `0x${string}` };

/** Requests the file with a client that pays what was agreed. @throws Disturbed if the connection breaks */
export async function payForFile(
  link: URL,
  offer: Pick<ChosenOffer, "requirement">,
  wallet: Wallet,
  headers: HeadersInit,
): Promise<Answered> {
  const client = clientFor(offer.requirement, privateKeyToAccount(wallet.key));
  let nonce: string | null = null;
  const watched: typeof fetch = (input, init) => {
    nonce = nonceOf(new Headers(input instanceof Request ? input.headers : init?.headers)) ?? nonce;
    return ask(input, init);
  };
  const response = await wrapFetchWithPayment(watched, client)(link, { headers });
  return { response, nonce };
}

/** An x402 client that may spend exactly the agreed amount, in that token and on that network only. Only its nonces are ours. */
export function clientFor({ network, asset, amount }: PaymentRequirements, account: PrivateKeyAccount): x402Client {
  return new x402Client()
    .register("eip155:*", schemeNamingOffers(account))
    .setSpendControls({ allowedAssets: [{ network, asset, maxAmountPerPayment: amount }] });
}

/** The nonce of the authorization that a request carries, or null. */
function nonceOf(headers: Headers): string | null {
  const payment = headers.get("payment-signature");
  if (!payment) return null;
  return JSON.parse(Buffer.from(payment, "base64").toString("utf8")).payload?.authorization?.nonce ?? null;
}

/** `fetch` with an end, and with words for a broken connection. @throws Disturbed */
export async function ask(input: URL | RequestInfo, init?: RequestInit): Promise<Response> {
  try {
    return await inTime(fetch(input, init), ANSWER_TIMEOUT);
  } catch (error) {
    throw new Disturbed(connectionWords(error), undefined, { cause: error });
  }
}

/**
 * Requests the file with its claim token; while its payment is being confirmed, waits and tries again.
 *
 * @throws Refused when it is still not confirmed after a minute; Disturbed if the connection or somebody in between is in
 *   the way
 */
export async function askWithClaimToken(link: URL, headers: HeadersInit): Promise<Response> {
  for (let waited = 0; ; ) {
    const response = await ask(link, { headers });
    if (response.ok || response.status === 402 || response.status === 416) return orDisturbed(response);
    const copy = response.clone();
    const refusal = await refusalOf(response);
    if (!refusal.isOfServer && isForeignPassing(refusal.code ?? "")) {
      throw new Disturbed(refusal.message, refusal.retryAfter);
    }
    if (response.status !== 503 && response.status !== 429) return copy;
    const seconds = Math.max(1, refusal.retryAfter ?? 2);
    if (waited + seconds > CONFIRM_TIMEOUT_S) throw refusal;
    const isConfirming = refusal.code === "settlement_unknown";
    console.error(
      isConfirming ? "The payment is being confirmed. You will not be charged twice …" : `${refusal.message} Waiting …`,
    );
    await sleep(seconds * 1_000);
    waited += seconds;
  }
}

/** A page of a network or firewall has status 200, too. @throws Disturbed */
export async function orDisturbed(response: Response): Promise<Response> {
  if (!response.ok || isFileAnswer(response)) return response;
  throw new Disturbed((await refusalOf(response)).message);
}

/** True for the bytes of a file, as this server sends them: with a name, a hash or the payment's id. */
function isFileAnswer({ headers }: Response): boolean {
  return [PAYMENT_ID_HEADER, "payment-response", "content-disposition", "accept-ranges"].some((name) =>
    headers.has(name),
  );
}

/**
 * True when a response was paid for by this authorization. An earlier buyer gets the file without being charged, and
 * the receipt names the authorization of the earlier payment. If that cannot be read, it counts as charged.
 */
export async function wasCharged({ response, nonce }: Answered, link: URL, claimToken: string): Promise<boolean> {
  const paymentId = response.headers.get(PAYMENT_ID_HEADER);
  if (!paymentId || !nonce) return true;
  const address = new URL(`/api/payments/${encodeURIComponent(paymentId)}/receipt`, link);
  const receipt = await ask(address, { headers: { [CLAIM_TOKEN_HEADER]: claimToken } }).then(
    (answer) => (answer.ok ? (answer.json() as Promise<{ nonce?: string }>).catch(() => null) : null),
    () => null,
  );
  return receipt?.nonce === undefined || receipt.nonce.toLowerCase() === nonce.toLowerCase();
}

/** The transaction that paid, from `PAYMENT-RESPONSE`, or null. */
export function transactionOf(response: Response): string | null {
  const header = response.headers.get("payment-response");
  try {
    return header ? decodePaymentResponseHeader(header).transaction || null : null;
  } catch {
    return null;
  }
}
