import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "@/commands/arguments";
import { Disturbed, waitBefore } from "@/commands/disturbed";
import { LocalTrouble } from "@/commands/local-trouble";
import { fileNameOf } from "./file-name";
import { formatBytes } from "./format-bytes";
import type { PayOptions } from "./options";
import { fileIdOf, hashIn, type PendingPurchase, PurchaseFolder } from "./pending-purchase";
import { NotNamed, placeFile } from "./place-file";
import { Refused } from "./refused";
import { resumeOrPay } from "./resume-or-pay";
import { BrokenDownload, saveBody, sha256Of } from "./save-file";

/**
 * Buys a file and saves it. Whatever goes wrong, it says where the bytes are and how to get the rest: nobody who has paid is
 * left without.
 *
 * @returns the exit code: 0, or 1 if the file is not here under its name
 */
export async function buyFile(options: PayOptions): Promise<number> {
  const folder = new PurchaseFolder(options.folder, fileIdOf(options.link));
  let purchase: PendingPurchase | null = null;
  try {
    purchase = (await folder.resume()) ?? (await folder.begin(options.link.href));
    if (!(await folder.hasAll(purchase))) await download(options, folder, purchase);
    await finish(folder, purchase, options.link);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await sayWhatIsLeft(error, folder, purchase, options.link);
    return 1;
  }
}

/** Until all bytes are here. A lost connection is resumed some times; the next run continues from there. */
async function download(options: PayOptions, folder: PurchaseFolder, purchase: PendingPurchase): Promise<void> {
  for (let failures = 0; ; ) {
    const before = await folder.savedBytes();
    try {
      const response = await resumeOrPay(options, folder, purchase);
      return response ? await save(response, folder, purchase) : undefined;
    } catch (error) {
      if (!(error instanceof BrokenDownload || error instanceof Disturbed)) throw error;
      if ((await folder.savedBytes()) > before) failures = 0;
      const delay = waitBefore(failures++, error instanceof Disturbed ? error : new Disturbed(""));
      if (delay === null) throw error;
      console.error(`${error.message} Going on …`);
      await sleep(delay);
    }
  }
}

async function save(response: Response, folder: PurchaseFolder, purchase: PendingPurchase): Promise<void> {
  const { headers } = response;
  purchase.etag = headers.get("etag") ?? undefined;
  purchase.name = fileNameOf(headers.get("content-disposition"), folder.fileId);
  await folder.keep(purchase);
  purchase.size = (await saveBody(response, folder.part, await folder.savedBytes())) ?? undefined;
  await folder.keep(purchase);
  const announced = hashIn(purchase.etag ?? null);
  if (announced === null) return;
  const sha256 = await sha256Of(folder.part);
  if (sha256 === announced) return;
  // Without a length, an end that came too early looks like any other.
  if (purchase.size === undefined) throw new BrokenDownload("The download ended too early.");
  await folder.discard();
  throw new Refused(`What arrived has SHA-256 ${sha256}, but the server announced ${announced}.`);
}

async function finish(folder: PurchaseFolder, purchase: PendingPurchase, link: URL): Promise<void> {
  const sha256 = await sha256Of(folder.part);
  const bytes = await folder.savedBytes();
  const target = await placeFile(folder.part, folder.folder, purchase.name ?? folder.fileId, folder.fileId);
  console.error(`Saved ${target} (${formatBytes(bytes)}, SHA-256 ${sha256})`);
  if (purchase.paying) console.error(`Recovery link, keep it: ${recoveryLink(link, purchase)}`);
  await folder.forget().catch(() => console.error(`${folder.note} is of no use any more, but it cannot be deleted.`));
}

function recoveryLink(link: URL, { claimToken }: PendingPurchase): string {
  return new URL(`/r#${claimToken}`, link).href;
}

async function sayWhatIsLeft(
  error: unknown,
  folder: PurchaseFolder,
  purchase: PendingPurchase | null,
  link: URL,
): Promise<void> {
  if (!purchase?.paying || error instanceof UsageError) {
    if (error instanceof LocalTrouble) console.error("Nothing was paid by this run. Choose another folder with --out.");
    return;
  }
  const saved = await folder.savedBytes();
  if (saved > 0 && !(error instanceof NotNamed)) console.error(`${formatBytes(saved)} are in ${folder.part}.`);
  console.error("Run the same command again to go on without paying again.");
  console.error(`If the payment went through, this link opens the file, too: ${recoveryLink(link, purchase)}`);
}
