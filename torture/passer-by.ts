import type { PaymentRequired } from "@x402/core/types";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { decode, signPayment } from "../test/sign-payment";
import { ask } from "./http";

/**
 * Somebody without money tries to buy. Nothing is ever settled for them, but to check their payment a process has to hold
 * the gas account: so it finds out whether it can.
 */
export async function passBy(fileUrl: string): Promise<void> {
  const answer = await ask(fileUrl, { signal: AbortSignal.timeout(5_000) });
  if (answer === "lost" || answer.status !== 402) return;
  const challenge = decode<PaymentRequired>(answer.headers.get("payment-required"));
  const payment = await signPayment(challenge, privateKeyToAccount(generatePrivateKey()));
  await ask(fileUrl, { headers: { "PAYMENT-SIGNATURE": payment.header }, signal: AbortSignal.timeout(5_000) });
}
