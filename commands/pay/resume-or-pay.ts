import { UsageError } from "@/commands/arguments";
import { askYes } from "@/commands/ask-yes";
import { demoAccounts } from "@/lib/devnet/accounts";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import { type ChosenOffer, chooseOffer } from "./choose-offer";
import type { PayOptions } from "./options";
import { askWithClaimToken, payForFile, readChallenge, transactionOf, wasCharged } from "./pay-for-file";
import type { PendingPurchase, PurchaseFolder } from "./pending-purchase";
import { refusalOf } from "./refused";

/**
 * The response with the bytes, from where an earlier run stopped: by the claim token if this was paid before, else by paying.
 *
 * @throws Refused what the server says against it; UsageError when nobody agreed to pay
 */
export async function resumeOrPay(
  options: PayOptions,
  folder: PurchaseFolder,
  purchase: PendingPurchase,
): Promise<Response> {
  const headers = { "Claim-Token": purchase.claimToken, Accept: "*/*", ...(await rangeHeaders(folder, purchase)) };
  const asked = await askWithClaimToken(options.link, headers);
  if (asked.ok) return asked;
  if (asked.status === 416) {
    // Everything is already here; request the whole file again only if its hash is wrong.
    await folder.forget();
    await folder.keep(purchase);
    return askWithClaimToken(options.link, { "Claim-Token": purchase.claimToken, Accept: "*/*" });
  }
  if (asked.status !== 402) {
    if (!purchase.etag) await folder.forget();
    throw await refusalOf(asked);
  }

  const challenge = readChallenge(asked);
  await asked.body?.cancel();
  const offer = chooseOffer(challenge, options);
  const wallet = chooseWallet(options, offer);
  console.error(`${challenge.resource.description || "File"}`);
  console.error(`You pay ${offer.price} on ${offer.networkName} to ${offer.requirement.payTo}. No network fee.`);
  if (!options.yes && !(await askYes("Pay?"))) {
    await folder.forget();
    throw new UsageError("Nothing was paid.");
  }
  purchase.paying = true;
  await folder.keep(purchase);
  const answered = await payForFile(options.link, offer, wallet, headers);
  const { response: paid } = answered;
  if (paid.ok) {
    const charged = await wasCharged(answered, options.link, purchase.claimToken);
    const words = charged ? "Paid." : "You had bought this already; nothing was charged.";
    console.error(`${words} Transaction ${transactionOf(paid) ?? "unknown"}`);
    return paid;
  }
  if (paid.status === 503) return askWithClaimToken(options.link, headers);
  throw await refusalOf(paid);
}

async function rangeHeaders(folder: PurchaseFolder, purchase: PendingPurchase): Promise<Record<string, string>> {
  const saved = await folder.savedBytes();
  return saved > 0 && purchase.etag ? { Range: `bytes=${saved}-`, "If-Range": purchase.etag } : {};
}

function chooseWallet({ key }: PayOptions, { chainId }: ChosenOffer): { key: `0x${string}` } {
  if (key) return { key };
  if (chainId === DEVNET_CHAIN_ID) return { key: demoAccounts.buyer.key };
  throw new UsageError("Set PAYER_KEY (or PAYER_KEY_FILE) to the private key of the wallet that pays.");
}
