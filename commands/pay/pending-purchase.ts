import { randomBytes } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * What a purchase needs to be resumed, kept beside the unfinished download. The claim token is chosen here and written
 * before anything is paid, so that not even a lost response loses the purchase.
 */
export type PendingPurchase = {
  link: string;
  claimToken: string;
  /** Strong validator of the bytes already saved; absent before the first response. */
  etag?: string;
  /** True from the moment before the payment is sent: the token may open a grant. */
  paying?: boolean;
};

/** An unfinished purchase in a folder. */
export class PurchaseFolder {
  readonly part: string;
  readonly note: string;

  constructor(
    readonly folder: string,
    fileId: string,
  ) {
    this.part = path.join(folder, `${fileId}.part`);
    this.note = path.join(folder, `${fileId}.part.json`);
  }

  /** The purchase begun earlier, or null. */
  async resume(): Promise<PendingPurchase | null> {
    try {
      return JSON.parse(await readFile(this.note, "utf8")) as PendingPurchase;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }

  /** Begins a purchase: chooses its claim token and stores it. */
  async begin(link: string): Promise<PendingPurchase> {
    const purchase = { link, claimToken: randomBytes(32).toString("base64url") };
    await this.keep(purchase);
    return purchase;
  }

  /** Readable only by the owner of this account: anyone with the token can download. */
  async keep(purchase: PendingPurchase): Promise<void> {
    await writeFile(this.note, `${JSON.stringify(purchase, null, 2)}\n`, { mode: 0o600 });
  }

  /** Bytes saved so far. */
  async savedBytes(): Promise<number> {
    return stat(this.part).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** Deletes a purchase that is finished, or was never paid. */
  async forget(): Promise<void> {
    await rm(this.note, { force: true });
    await rm(this.part, { force: true });
  }
}
