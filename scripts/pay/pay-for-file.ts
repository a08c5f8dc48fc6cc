import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { decodePaymentResponseHeader, wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";
import { type Network, networkByCaip2 } from "../../lib/chain/networks";
import { displayUsd, formatAtomic, microUsdToAtomic } from "../../lib/money";
import { UsageError } from "./options";

/** An answer of the server that ends the purchase, in its own words. */
export class Refused extends Error {}

const GIVE_UP_AFTER = 60;

/** Decodes `PAYMENT-REQUIRED` (x402 v2). @throws Refused when there is no challenge */
export function readChallenge(response: Response): PaymentRequired {
  const header = response.headers.get("payment-required");
  if (!header) throw new Refused("The server asks for a payment but does not say how (no PAYMENT-REQUIRED header).");
  return JSON.parse(Buffer.from(header, "base64").toString("utf8")) as PaymentRequired;
}

export type ChosenOffer = { requirement: PaymentRequirements; network: Network; price: string };

/**
 * The first way to pay that this command knows and that stays within the limit.
 *
 * @param max micro-USD
 */
export function chooseOffer(challenge: PaymentRequired, max: bigint): ChosenOffer {
  const problems: string[] = [];
  for (const requirement of challenge.accepts) {
    const network = networkByCaip2(requirement.network);
    if (!network || requirement.scheme !== "exact") {
      problems.push(`${requirement.scheme} on ${requirement.network} is not known here`);
      continue;
    }
    const { token } = network;
    if (requirement.asset.toLowerCase() !== token.address.toLowerCase()) {
      problems.push(`${requirement.asset} on ${network.name} is not ${token.symbol}`);
      continue;
    }
    const price = `${formatAtomic(BigInt(requirement.amount), token.decimals)} ${token.symbol}`;
    if (BigInt(requirement.amount) > microUsdToAtomic(max, token.decimals)) {
      problems.push(`it costs ${price} on ${network.name} and the limit is ${displayUsd(max)}; raise it with --max`);
      continue;
    }
    return { requirement, network, price };
  }
  throw new UsageError(`This file cannot be bought: ${problems.join("; ") || "no way to pay is offered"}.`);
}

export type Wallet = { key: `0x${string}` };

/**
 * Asks for the file with an unmodified x402 client that may spend exactly what was agreed, on that token and network
 * only.
 */
export async function payForFile(
  link: URL,
  offer: ChosenOffer,
  wallet: Wallet,
  headers: HeadersInit,
): Promise<Response> {
  const { requirement } = offer;
  const client = new x402Client()
    .register("eip155:*", new ExactEvmScheme(privateKeyToAccount(wallet.key)))
    .setSpendControls({
      allowedAssets: [
        { network: requirement.network, asset: requirement.asset, maxAmountPerPayment: requirement.amount },
      ],
    });
  return wrapFetchWithPayment(fetch, client)(link, { headers });
}

/**
 * Asks for the file with its claim token; while its payment is being confirmed, waits and asks again.
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

/** The server's refusal in words, from problem+json where it sent that. */
export async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; code?: string };
  const words = [body.title, body.detail].filter(Boolean).join(" ");
  return new Refused(
    words ? `${words} (${response.status} ${body.code ?? ""})` : `The server answered ${response.status}.`,
  );
}

/** The transaction that paid, from `PAYMENT-RESPONSE`, or null. */
export function transactionOf(response: Response): string | null {
  const header = response.headers.get("payment-response");
  return header ? decodePaymentResponseHeader(header).transaction || null : null;
}
