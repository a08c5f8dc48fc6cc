import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { orLocalTrouble } from "@/commands/local-trouble";
import { Refused } from "./refused";
import { sha256Of } from "./save-file";

/**
 * What a purchase needs to be resumed, kept beside the unfinished download. The claim token is chosen here and written
 * before anything is paid, so that not even a lost response loses the purchase.
 */
export type PendingPurchase = {
  link: string;
  claimToken: string;
  /** Strong validator of the bytes already saved; absent before the first response. */
  etag?: string;
  /** Bytes of the whole file, if the response said so. */
  size?: number;
  /** The name that the seller gave it. */
  name?: string;
  /** True from the moment before the payment is sent: the token may open a grant. */
  paying?: boolean;
};

/** An unfinished purchase in a folder. */
export class PurchaseFolder {
  readonly part: string;
  readonly note: string;

  /** @param fileId from the link */
  constructor(
    readonly folder: string,
    readonly fileId: string,
  ) {
    this.part = path.join(folder, `${fileId}.part`);
    this.note = path.join(folder, `${fileId}.part.json`);
  }

  /**
   * The purchase begun earlier, or null.
   *
   * @throws Refused if it cannot be read; LocalTrouble
   */
  async resume(): Promise<PendingPurchase | null> {
    await mkdir(this.folder, { recursive: true }).catch(orLocalTrouble(`Nothing can be saved in ${this.folder}`));
    const text = await readFile(this.note, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      return orLocalTrouble(`${this.note} cannot be read`)(error);
    });
    if (text === null) return null;
    try {
      const { link, claimToken, ...rest } = JSON.parse(text) as PendingPurchase;
      if (typeof link !== "string" || typeof claimToken !== "string") throw new Error("not a note");
      return { link, claimToken, ...rest };
    } catch {
      throw new Refused(
        `What an earlier run noted cannot be read: ${this.note}. It may have paid. Delete it to begin again with the same wallet, which is not charged again for a file that it has bought.`,
      );
    }
  }

  /** Begins a purchase: chooses its claim token and stores it. @throws LocalTrouble if the folder cannot be written to */
  async begin(link: string): Promise<PendingPurchase> {
    const purchase = { link, claimToken: randomBytes(32).toString("base64url") };
    await this.keep(purchase);
    return purchase;
  }

  /**
   * Readable only by the owner of this account: anyone with the token can download. In one step: on a full disk the note
   * stays as it was.
   *
   * @throws LocalTrouble
   */
  async keep(purchase: PendingPurchase): Promise<void> {
    const fresh = `${this.note}.new`;
    try {
      const handle = await open(fresh, "w", 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(purchase, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(fresh, this.note);
    } catch (error) {
      await rm(fresh, { force: true }).catch(() => {});
      orLocalTrouble(`Nothing can be saved in ${this.folder}`)(error);
    }
  }

  /** Bytes saved so far. */
  async savedBytes(): Promise<number> {
    return stat(this.part).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    );
  }

  /** True if all bytes are here: an earlier run could not finish with them. */
  async hasAll({ etag, size }: PendingPurchase): Promise<boolean> {
    const announced = hashIn(etag ?? null);
    const saved = await this.savedBytes();
    if (announced === null || saved === 0 || (size !== undefined && size !== saved)) return false;
    return (await sha256Of(this.part)) === announced;
  }

  /** Deletes the unfinished download; what is needed to download again stays. */
  async discard(): Promise<void> {
    await rm(this.part, { force: true });
  }

  /** Deletes a purchase that is finished, or was never paid. */
  async forget(): Promise<void> {
    await rm(this.note, { force: true });
    await rm(this.part, { force: true });
  }
}

/** The end of a link as the beginning of file names, whatever it has. */
export function fileIdOf(link: URL): string {
  const last = link.pathname.split("/").filter(Boolean).pop() ?? "file";
  return /^[\w-]{1,64}$/.test(last) ? last : createHash("sha256").update(link.pathname).digest("hex").slice(0, 22);
}

/** The SHA-256 (hex) that is the ETag of all files, also if somebody in between made it a weak one; null if it is another. */
export function hashIn(etag: string | null): string | null {
  return /^(?:W\/)?"([0-9a-f]{64})"$/.exec(etag ?? "")?.[1] ?? null;
}
