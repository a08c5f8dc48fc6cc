import { mkdir, rm } from "node:fs/promises";
import { UsageError } from "@/commands/arguments";
import { formatBytes } from "./format-bytes";
import { type PayOptions, readOptions } from "./options";
import { type PendingPurchase, PurchaseFolder } from "./pending-purchase";
import { Refused } from "./refused";
import { resumeOrPay } from "./resume-or-pay";
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
      const response = await resumeOrPay(options, folder, purchase);
      return await save(options, folder, purchase, response, fileId);
    } catch (error) {
      if (!(error instanceof BrokenDownload) || attempt === ATTEMPTS) throw error;
      console.error(`${error.message} Going on …`);
    }
  }
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

main().catch((error: unknown) => {
  const expected = error instanceof UsageError || error instanceof Refused || error instanceof BrokenDownload;
  console.error(expected ? error.message : error instanceof Error ? `${error.message}` : error);
  if (error instanceof BrokenDownload) console.error("Run the same command again to go on without paying again.");
  process.exitCode = 1;
});
