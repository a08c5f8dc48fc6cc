import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";
import { networkByCaip2 } from "@/lib/chain/networks";
import { displayUsd, formatAtomic, microUsdToAtomic } from "@/lib/money";
import { CLAIM_TOKEN_HEADER, PAYMENT_ID_HEADER } from "@/lib/payments/schema";
import { type PayOptions, UsageError } from "./options";

/** A response of the server that ends the purchase, in its own words. */
export class Refused extends Error {}

const GIVE_UP_AFTER = 60;

/** Decodes `PAYMENT-REQUIRED` (x402 v2). @throws Refused when there is no challenge */
export function readChallenge(response: Response): PaymentRequired {
  const header = response.headers.get("payment-required");
  if (!header) throw new Refused("The server asks for a payment but does not say how (no PAYMENT-REQUIRED header).");
  return JSON.parse(Buffer.from(header, "base64").toString("utf8")) as PaymentRequired;
}

export type ChosenOffer = {
  requirement: PaymentRequirements;
  chainId: number;
  networkName: string;
  /** Amount and token, for display. */
  price: string;
};

/** The assumed decimals of an unknown token. A token with more decimals only makes the limit tighter. */
const USUAL_DECIMALS = 6;

/**
 * The first way to pay that stays within the limits: on a network and with a token that this command knows, or that the
 * payer named.
 */
export function chooseOffer(
  challenge: PaymentRequired,
  limits: Pick<PayOptions, "max" | "network" | "token">,
): ChosenOffer {
  const problems: string[] = [];
  for (const requirement of challenge.accepts) {
    const chosen = readOffer(requirement, limits);
    if (typeof chosen !== "string") return chosen;
    problems.push(chosen);
  }
  throw new UsageError(`This file cannot be bought: ${problems.join("; ") || "no way to pay is offered"}.`);
}

/** The offer, or why it is not accepted. */
function readOffer(
  requirement: PaymentRequirements,
  { max, network: wanted, token: named }: Pick<PayOptions, "max" | "network" | "token">,
): ChosenOffer | string {
  const { network: id, scheme, extra } = requirement;
  const asset = requirement.asset.toLowerCase();
  const network = networkByCaip2(id);
  if (scheme !== "exact") return `${scheme} on ${id} is not known here`;
  if (wanted !== null && id !== wanted) return `${id} is not the network of --network`;
  if (named !== null && asset !== named) return `${requirement.asset} on ${id} is not the token of --token`;
  const known = network && asset === network.token.address.toLowerCase() ? network.token : null;
  if (!known && named === null) {
    return `${requirement.asset} on ${id} is not known here; if you trust it, name it with --network ${id} --token ${requirement.asset}`;
  }
  if (!known && !(extra?.name && extra.version))
    return `${requirement.asset} on ${id} does not say what is to be signed`;
  const { decimals, symbol } = known ?? { decimals: USUAL_DECIMALS, symbol: `of ${requirement.asset}` };
  const price = `${formatAtomic(BigInt(requirement.amount), decimals)} ${symbol}`;
  const networkName = network?.name ?? id;
  if (BigInt(requirement.amount) > microUsdToAtomic(max, decimals)) {
    return `it costs ${price} on ${networkName} and the limit is ${displayUsd(max)}; raise it with --max`;
  }
  return { requirement, chainId: Number(id.split(":")[1]), networkName, price };
}

/** A response, and the nonce of the authorization that was sent for it. */
export type Answered = { response: Response; nonce: string | null };

export type Wallet = { key: `0x${string}` };

/**
 * Requests the file with an unmodified x402 client that may spend exactly the agreed amount, in that token and on that
 * network only.
 */
export async function payForFile(
  link: URL,
  offer: ChosenOffer,
  wallet: Wallet,
  headers: HeadersInit,
): Promise<Answered> {
  const { requirement } = offer;
  const client = new x402Client()
    .register("eip155:*", new ExactEvmScheme(privateKeyToAccount(wallet.key)))
    .setSpendControls({
      allowedAssets: [
        { network: requirement.network, asset: requirement.asset, maxAmountPerPayment: requirement.amount },
      ],
    });
  let nonce: string | null = null;
  const watched: typeof fetch = (input, init) => {
    nonce = nonceOf(new Headers(input instanceof Request ? input.headers : init?.headers)) ?? nonce;
    return fetch(input, init);
  };
  const response = await wrapFetchWithPayment(watched, client)(link, { headers });
  return { response, nonce };
}

/** The nonce of the authorization that a request carries, or null. */
function nonceOf(headers: Headers): string | null {
  const payment = headers.get("payment-signature");
  if (!payment) return null;
  return JSON.parse(Buffer.from(payment, "base64").toString("utf8")).payload?.authorization?.nonce ?? null;
}

/**
 * Requests the file with its claim token; while its payment is being confirmed, waits and tries again.
 *
 * @throws Refused when it is still not confirmed after a minute
 */
export async function askWithClaimToken(link: URL, headers: HeadersInit): Promise<Response> {
  for (let waited = 0; ; ) {
    const response = await fetch(link, { headers });
    if (response.status !== 503) return response;
    const seconds = Math.max(1, Number(response.headers.get("retry-after")) || 2);
    if (waited + seconds > GIVE_UP_AFTER) throw await refusalOf(response);
    await response.body?.cancel();
    console.error("The payment is being confirmed. You will not be charged twice …");
    await sleep(seconds * 1_000);
    waited += seconds;
  }
}

/** The server's error as text, from problem+json if it sent that. */
export async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; code?: string };
  const words = [body.title, body.detail].filter(Boolean).join(" ");
  return new Refused(
    words ? `${words} (${response.status} ${body.code ?? ""})` : `The server answered ${response.status}.`,
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
  const receipt = await fetch(address, { headers: { [CLAIM_TOKEN_HEADER]: claimToken } }).then(
    (answer) => (answer.ok ? (answer.json() as Promise<{ nonce?: string }>) : null),
    () => null,
  );
  return receipt?.nonce === undefined || receipt.nonce.toLowerCase() === nonce.toLowerCase();
}

/** The transaction that paid, from `PAYMENT-RESPONSE`, or null. */
export function transactionOf(response: Response): string | null {
  const header = response.headers.get("payment-response");
  return header ? decodePaymentResponseHeader(header).transaction || null : null;
}
