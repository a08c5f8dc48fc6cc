import { mkdir, rm } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { DEVNET_CHAIN_ID } from "@/lib/chain/networks";
import { demoAccounts } from "@/lib/devnet/accounts";
import { formatBytes } from "./format-bytes";
import { type PayOptions, readOptions, UsageError } from "./options";
import {
  askWithClaimToken,
  type ChosenOffer,
  chooseOffer,
  payForFile,
  Refused,
  readChallenge,
  refusalOf,
  transactionOf,
  wasCharged,
} from "./pay-for-file";
import { type PendingPurchase, PurchaseFolder } from "./pending-purchase";
import { BrokenDownload, fileNameOf, placeFile, saveBody, sha256Of } from "./save-file";

/** A lost connection is resumed this often before giving up; the next run continues from there. */
const ATTEMPTS = 5;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  await mkdir(options.folder, { recursive: true });
  const fileId = options.link.pathname.split("/").filter(Boolean).pop() ?? "file";
  const folder = new PurchaseFolder(options.folder, fileId);

  const earlier = await folder.resume();
  const purchase = earlier ?? (await folder.begin(options.link.href));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await obtain(options, folder, purchase);
      return await save(options, folder, purchase, response, fileId);
    } catch (error) {
      if (!(error instanceof BrokenDownload) || attempt === ATTEMPTS) throw error;
      console.error(`${error.message} Going on …`);
    }
  }
}

/** The response with the bytes: by the claim token if this was paid before, else by paying. */
async function obtain(options: PayOptions, folder: PurchaseFolder, purchase: PendingPurchase): Promise<Response> {
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
  if (!options.yes && !(await confirmed())) {
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

async function save(
  options: PayOptions,
  folder: PurchaseFolder,
  purchase: PendingPurchase,
  response: Response,
  fileId: string,
): Promise<void> {
  purchase.etag = response.headers.get("etag") ?? undefined;
  await folder.keep(purchase);
  await saveBody(response, folder.part, await folder.savedBytes());
  const sha256 = await sha256Of(folder.part);
  if (purchase.etag && purchase.etag !== `"${sha256}"`) {
    await rm(folder.part, { force: true });
    throw new Refused(`What arrived has SHA-256 ${sha256}, but the server announced ${purchase.etag}.`);
  }
  const name = fileNameOf(response.headers.get("content-disposition"), fileId);
  const bytes = await folder.savedBytes();
  const target = await placeFile(folder.part, options.folder, name);
  await folder.forget();
  console.error(`Saved ${target} (${formatBytes(bytes)}, SHA-256 ${sha256})`);
  if (purchase.paying) {
    console.error(`Recovery link, keep it: ${new URL(`/r#${purchase.claimToken}`, options.link).href}`);
  }
}

function chooseWallet({ key }: PayOptions, { chainId }: ChosenOffer): { key: `0x${string}` } {
  if (key) return { key };
  if (chainId === DEVNET_CHAIN_ID) return { key: demoAccounts.buyer.key };
  throw new UsageError("Set PAYER_KEY (or PAYER_KEY_FILE) to the private key of the wallet that pays.");
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError("Nobody can be asked here: add --yes to pay without asking.");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question("Pay? [y/N] ");
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

main().catch((error: unknown) => {
  const expected = error instanceof UsageError || error instanceof Refused || error instanceof BrokenDownload;
  console.error(expected ? error.message : error instanceof Error ? `${error.message}` : error);
  if (error instanceof BrokenDownload) console.error("Run the same command again to go on without paying again.");
  process.exitCode = 1;
});
