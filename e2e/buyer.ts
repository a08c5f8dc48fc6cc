import type { PaymentRequired } from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { wrapFetchWithPayment, x402Client } from "@x402/fetch";
import type { PrivateKeyAccount } from "viem/accounts";
import { type Bend, decode, type SignedPayment, signPayment } from "../test/sign-payment";

/** `fetch` that pays, as the x402 project publishes it; only its spend controls know the token. */
export function payingFetch(
  account: PrivateKeyAccount,
  asset: string,
  network: `${string}:${string}` = "eip155:31337",
): typeof fetch {
  const client = new x402Client().register("eip155:*", new ExactEvmScheme(account)).setSpendControls({
    allowedAssets: [{ network, asset, maxAmountPerPayment: "10000000" }],
  });
  return wrapFetchWithPayment(fetch, client) as typeof fetch;
}

/** Asks for the price, as any program does. */
export async function askChallenge(link: string): Promise<PaymentRequired> {
  const response = await fetch(link);
  if (response.status !== 402) throw new Error(`${link} answered ${response.status}`);
  await response.body?.cancel();
  return decode<PaymentRequired>(response.headers.get("payment-required"));
}

/** Asks for the price and signs. */
export async function signFor(link: string, account: PrivateKeyAccount, bend: Bend = {}): Promise<SignedPayment> {
  return signPayment(await askChallenge(link), account, bend);
}

/** Presents a payment and nothing else: no cookie, no token. */
export function present(link: string, header: string, init: RequestInit = {}): Promise<Response> {
  return fetch(link, { ...init, headers: { "PAYMENT-SIGNATURE": header, ...init.headers } });
}
