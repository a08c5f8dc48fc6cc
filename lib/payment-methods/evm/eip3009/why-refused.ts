import "server-only";
import { systemClock } from "@/lib/clock";
import type { ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { TokenTrouble } from "@/lib/payment-methods/evm/chain/schema";
import { readBalance } from "@/lib/payment-methods/evm/chain/token";
import { readRefused } from "@/lib/payment-methods/evm/chain/token-state";
import { lookForTrouble } from "@/lib/payment-methods/evm/chain/token-watch";
import type { PaymentMethod } from "@/lib/payments/ports";
import { type Eip3009, networkOf, readAuthorization } from "./authorization";
import { insufficientFunds } from "./insufficient-funds";

/**
 * The trouble of the token, or of our clock, that made a payment fail verification: checked now. Null if there is none.
 *
 * @throws when the chain cannot be read
 */
async function findTrouble(
  network: Network,
  { from, to }: Eip3009,
  now: Date,
): Promise<TokenTrouble | "payee_refused" | "payer_refused" | null> {
  const [trouble, refused] = await Promise.all([lookForTrouble(network, now), readRefused(network, [from, to])]);
  if (trouble) return trouble;
  if (refused.has(to)) return "payee_refused";
  return refused.has(from) ? "payer_refused" : null;
}

/** Seconds after which a check of token and clock may have another result. */
const LOOK_AGAIN = 60;

/** The cause of a refused verification that a person can act on: money, token, our clock, the wallet; else the reason. */
export const explainRefusal: PaymentMethod["whyRefused"] = async (row, reason) => {
  const network = networkOf(row);
  const presented = readAuthorization(row);
  try {
    const balance = await readBalance(network, presented.from);
    if (balance < presented.value) return insufficientFunds(network, presented, balance);
    const cause = await findTrouble(network, presented, systemClock.now());
    if (cause === "payer_refused") {
      return uncharged(cause, `The issuer of ${network.token.symbol} does not let this wallet pay on ${network.name}.`);
    }
    if (cause) return { unavailable: cause, retryAfter: LOOK_AGAIN };
  } catch (error) {
    log.warn({ err: error, transferId: row.id }, "the cause of a refused payment could not be read");
  }
  if (reason.includes("factory")) {
    return uncharged("wallet_unsupported", "This server's facilitator does not deploy wallets of this kind.");
  }
  if (reason.includes("signature")) {
    return uncharged("invalid_signature", "The network does not accept this wallet's signature.");
  }
  return uncharged("payment_refused", "The network would not accept this payment.");
};

function uncharged(code: ErrorCode, detail: string) {
  return { code, detail: `${detail} Nothing was charged.` };
}
