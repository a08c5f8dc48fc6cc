import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { Disturbed } from "@/commands/disturbed";
import { demoAccounts } from "@/lib/devnet/accounts";
import { isForeignPassing } from "@/lib/foreign-answers";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import { type ChosenOffer, chooseOffer } from "./choose-offer";
import { requireRoom } from "./has-room";
import type { PayOptions } from "./options";
import {
  type Answered,
  askWithClaimToken,
  orDisturbed,
  payForFile,
  readChallenge,
  transactionOf,
  type Wallet,
  wasCharged,
} from "./pay-for-file";
import { hashIn, type PendingPurchase, type PurchaseFolder } from "./pending-purchase";
import { Refused, refusalOf } from "./refused";

type Headers = Record<string, string>;

/**
 * The response with the bytes, from where an earlier run stopped: by the claim token if this was paid before, else by paying.
 *
 * @returns null if all bytes are here already
 * @throws Refused what the server says against it; UsageError when nobody agreed to pay; Disturbed, LocalTrouble
 */
export async function resumeOrPay(
  options: PayOptions,
  folder: PurchaseFolder,
  purchase: PendingPurchase,
): Promise<Response | null> {
  const whole = { "Claim-Token": purchase.claimToken, Accept: "*/*", "Accept-Encoding": "identity" };
  const headers = { ...whole, ...(await rangeHeaders(folder, purchase)) };
  const asked = await askWithClaimToken(options.link, headers);
  if (asked.ok) return asked;
  if (asked.status === 416) {
    await asked.body?.cancel();
    // Everything is already here; request the whole file again only if its hash is wrong.
    if (await folder.hasAll({ ...purchase, size: undefined })) return null;
    await folder.discard();
    return askWithClaimToken(options.link, whole);
  }
  if (asked.status !== 402) {
    if (!purchase.etag && !purchase.paying) await folder.forget();
    throw await refusalOf(asked);
  }
  return pay(options, folder, purchase, { asked, headers });
}

type Asked = { asked: Response; headers: Headers };

async function pay(
  options: PayOptions,
  folder: PurchaseFolder,
  purchase: PendingPurchase,
  { asked, headers }: Asked,
): Promise<Response> {
  const challenge = readChallenge(asked);
  await asked.body?.cancel();
  const offer = chooseOffer(challenge, options);
  const wallet = chooseWallet(options, offer);
  await requireRoom(options.link, folder.fileId, options.folder);
  console.error(`${challenge.resource.description || "File"}`);
  console.error(`You pay ${offer.price} on ${offer.networkName} to ${offer.requirement.payTo}. No network fee.`);
  if (!options.yes && !(await askYes("Pay?"))) {
    await folder.forget();
    throw new UsageError("Nothing was paid.");
  }
  await folder.keep({ ...purchase, paying: true });
  purchase.paying = true;
  const answered = await payOrAsk(options.link, offer, wallet, headers);
  const { response: paid } = answered;
  if (!paid.ok) throw await turnedDown(paid, folder, purchase);
  const charged = await wasCharged(answered, options.link, purchase.claimToken);
  const words = charged ? "Paid." : "You had bought this already; nothing was charged.";
  console.error(`${words} Transaction ${transactionOf(paid) ?? "unknown"}`);
  return paid;
}

/** Pays; if the answer is lost or comes from somebody in between, asks with the claim token what became of the payment. */
async function payOrAsk(link: URL, offer: ChosenOffer, wallet: Wallet, headers: Headers): Promise<Answered> {
  try {
    const answered = await payForFile(link, offer, wallet, headers);
    await orDisturbed(answered.response);
    if (answered.response.ok || answered.response.status === 402) return answered;
    const refusal = await refusalOf(answered.response.clone());
    const isPassing = !refusal.isOfServer && isForeignPassing(refusal.code ?? "");
    if (answered.response.status !== 503 && !isPassing) return answered;
    if (isPassing) throw new Disturbed(refusal.message);
  } catch (error) {
    if (!(error instanceof Disturbed)) throw error;
    console.error(`${error.message} Asking what became of the payment …`);
  }
  const response = await askWithClaimToken(link, headers);
  // The wallet is not charged twice: whichever payment comes first opens the file for both.
  if (response.status === 402) throw new Disturbed("As far as the server knows, no payment has arrived.");
  return { response, nonce: null };
}

/** Why a payment was not taken; if the server says so, it was not charged. */
async function turnedDown(paid: Response, folder: PurchaseFolder, purchase: PendingPurchase): Promise<Refused> {
  const refusal = await refusalOf(paid);
  if (paid.status !== 402 || !refusal.isOfServer) return refusal;
  purchase.paying = false;
  await folder.keep(purchase).catch(() => {});
  if (refusal.code !== "payment_required") return refusal;
  return new Refused(
    "The server saw no payment, and nothing was charged. A proxy in front of it has removed the PAYMENT-SIGNATURE header; its operator can let it pass.",
    refusal.code,
    refusal.problem,
  );
}

async function rangeHeaders(folder: PurchaseFolder, purchase: PendingPurchase): Promise<Headers> {
  const saved = await folder.savedBytes();
  const hash = hashIn(purchase.etag ?? null);
  // Strong, as it was sent: a weak one validates no range (RFC 9110, section 13.1.5).
  return saved > 0 && hash !== null ? { Range: `bytes=${saved}-`, "If-Range": `"${hash}"` } : {};
}

function chooseWallet({ key }: PayOptions, { chainId }: ChosenOffer): Wallet {
  if (key) return { key };
  if (chainId === DEVNET_CHAIN_ID) return { key: demoAccounts.buyer.key };
  throw new UsageError("Set PAYER_KEY (or PAYER_KEY_FILE) to the private key of the wallet that pays.");
}
