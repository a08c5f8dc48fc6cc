import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { x402HTTPClient } from "@x402/fetch";
import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { type ChosenOffer, chooseOffer, type SpendingLimits } from "@/commands/pay/choose-offer";
import { clientFor, readChallenge, transactionOf } from "@/commands/pay/pay-for-file";
import { refusalOf } from "@/commands/pay/refused";
import { fillDemoWallet } from "./fill-demo-wallet";
import { presentPayment, type StorageRequest } from "./present-payment";
import { noteDown, type Run, say } from "./run";
import type { UnfinishedSale } from "./unfinished-sale";

/** What a request for storage led to. */
export type Outcome =
  /** Nothing had to be paid. */
  | { kind: "unpaid"; response: Response }
  | { kind: "paid"; response: Response }
  /** Paid, but the answer with the upload was lost, or came too early: the payment's status says what it bought. */
  | { kind: "found"; uploadId: string | null };

const REFUSAL = "Storage cannot be paid for";

/**
 * Presents the payment again that an earlier run signed and whose outcome it did not learn.
 *
 * @returns null if there is none, or if the server answers that it moved no money and cannot any more
 * @throws Refused, Interrupted
 */
export async function takeUpPayment(run: Run, request: StorageRequest): Promise<Outcome | null> {
  const { payment } = run.sale;
  if (payment?.purpose !== request.purpose) return null;
  const offer = chooseOffer({ accepts: [payment.requirement as PaymentRequirements] }, limitsOf(run), REFUSAL);
  say("Asking about the payment of an earlier run …");
  const presented = await presentPayment(run, request, payment.header);
  if (presented.kind !== "refused") return concluded(run, offer, presented);
  await noteDown(run, { payment: null });
  return null;
}

/**
 * Sends a request for storage, and pays for it where the server asks for that.
 *
 * @throws Refused, Interrupted; UsageError when nobody agreed to pay
 */
export async function payForStorage(run: Run, request: StorageRequest): Promise<Outcome> {
  const asked = await run.session.ask("POST", request.path, request);
  if (asked.ok) return { kind: "unpaid", response: asked };
  if (asked.status !== 402) throw await refusalOf(asked);
  const challenge = readChallenge(asked);
  await asked.body?.cancel();
  const offer = chooseOffer(challenge, limitsOf(run), REFUSAL);
  await agree(run, offer, `${request.what} for ${request.days} days`);
  const payment = await sign(run, request, challenge, offer);
  await noteDown(run, { payment });
  return concluded(run, offer, await presentFunded(run, request, payment.header));
}

/** One limit for all that a sale costs. */
function limitsOf({ options, sale }: Run): SpendingLimits {
  return { ...options, max: options.max - BigInt(sale.spentMicroUsd) };
}

type Signed = NonNullable<UnfinishedSale["payment"]>;

async function sign(
  run: Run,
  { purpose, days }: StorageRequest,
  challenge: PaymentRequired,
  { requirement }: ChosenOffer,
): Promise<Signed> {
  const client = clientFor(requirement, run.account);
  const payload = await client.createPaymentPayload({ ...challenge, accepts: [requirement] });
  const headers = new Headers(new x402HTTPClient(client).encodePaymentSignatureHeader(payload));
  return { purpose, days, header: headers.get("payment-signature") ?? "", requirement };
}

async function agree({ options }: Run, { price, networkName, requirement }: ChosenOffer, what: string): Promise<void> {
  say(`You pay ${price} on ${networkName} to ${requirement.payTo}, to keep ${what}. No network fee.`);
  if (!options.agreed && !(await askYes("Pay?"))) throw new UsageError("Nothing was paid.");
}

type Presented = Awaited<ReturnType<typeof presentPayment>>;

/** Presents it; a demo wallet without money gets some first. */
async function presentFunded(run: Run, request: StorageRequest, header: string): Promise<Presented> {
  const presented = await presentPayment(run, request, header);
  if (presented.kind !== "refused" || presented.refusal.code !== "insufficient_funds" || !run.isDemo) return presented;
  await fillDemoWallet(run);
  return presentPayment(run, request, header);
}

/** @throws Refused what the server has against a payment that was just signed */
function concluded(run: Run, { microUsd }: ChosenOffer, presented: Presented): Exclude<Outcome, { kind: "unpaid" }> {
  if (presented.kind === "refused") throw presented.refusal;
  const transaction = presented.kind === "paid" ? transactionOf(presented.response) : presented.transaction;
  say(`Paid. Transaction ${transaction ?? "unknown"}`);
  const { payment, paidDays, spentMicroUsd } = run.sale;
  // Noted by the caller, together with what it bought: until then the payment leads back to it.
  run.sale = {
    ...run.sale,
    payment: null,
    paidDays: (paidDays ?? 0) + (payment?.days ?? 0),
    spentMicroUsd: String(BigInt(spentMicroUsd) + microUsd),
  };
  return presented;
}
