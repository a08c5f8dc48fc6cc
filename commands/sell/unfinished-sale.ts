import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Refused } from "@/commands/pay/refused";
import { writeText } from "@/lib/backup/write-durably";

const checkpoint = z.strictObject({ offset: z.int(), sha256: z.string() });

/** A signed payment. It is kept, so that a lost answer leads to the same payment and never to a second one. */
const payment = z.strictObject({
  /** `room` for the upload, before it begins; `time` for one that is here and cannot be published without. */
  purpose: z.enum(["room", "time"]),
  days: z.int(),
  /** `PAYMENT-SIGNATURE`. */
  header: z.string(),
  /** What was agreed to (x402). */
  requirement: z.looseObject({ network: z.string(), asset: z.string(), amount: z.string() }),
});

const saleSchema = z.strictObject({
  server: z.string(),
  /** Address. */
  seller: z.string(),
  file: z.string(),
  /** Bytes. */
  size: z.int(),
  mtimeMs: z.number(),
  /** Both chosen here, before anything is sent. */
  uploadToken: z.string(),
  idempotencyKey: z.string(),
  /** Null until one is signed, and once its storage is paid. */
  payment: payment.nullable(),
  /** For how many days storage was paid; null if it was not. */
  paidDays: z.int().nullable(),
  /** What storage has cost so far. */
  spentMicroUsd: z.string().regex(/^\d+$/),
  /** Null until the server has room for it. */
  uploadId: z.string().nullable(),
  /** SHA-256 (hex) of the bytes before an offset, for the offsets at which a cut can leave the upload. */
  checkpoints: z.array(checkpoint),
});

/** What a sale needs to be taken up by another run. */
export type UnfinishedSale = z.infer<typeof saleSchema>;

type SaleOf = Pick<UnfinishedSale, "server" | "seller" | "file" | "size" | "mtimeMs">;

/** Where an unfinished sale of one file, by one seller on one server, is kept. */
export class SaleNote {
  readonly path: string;

  constructor(
    private readonly folder: string,
    { server, seller, file }: SaleOf,
  ) {
    const key = createHash("sha256").update(JSON.stringify([server, seller.toLowerCase(), file]));
    this.path = path.join(folder, `${key.digest("hex").slice(0, 32)}.json`);
  }

  /**
   * Keeps other runs away from this sale, until `release` or the end of this process.
   *
   * @throws Refused while another one sells the same file
   */
  async hold(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (;;) {
      try {
        return await writeFile(this.#lock, String(process.pid), { flag: "wx", mode: 0o600 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = await readFile(this.#lock, "utf8").catch(() => null);
      if (holder !== null && isRunning(Number(holder))) {
        throw new Refused(`Another run sells this file, process ${holder}. If it does not, delete ${this.#lock}.`);
      }
      await rm(this.#lock, { force: true });
    }
  }

  async release(): Promise<void> {
    await rm(this.#lock, { force: true });
  }

  get #lock(): string {
    return `${this.path}.lock`;
  }

  /** The sale begun by an earlier run, or null. @throws Refused if it cannot be read */
  async read(): Promise<UnfinishedSale | null> {
    const text = await readFile(this.path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (text === null) return null;
    try {
      return saleSchema.parse(JSON.parse(text));
    } catch {
      throw new Refused(
        `What an earlier run noted cannot be read: ${this.path}. It may have paid for storage. Delete it to start again.`,
      );
    }
  }

  /** Readable only by the owner of this account: with the token, anyone could publish the upload as their own. */
  async write(sale: UnfinishedSale): Promise<void> {
    await writeText(this.path, `${JSON.stringify(sale, null, 2)}\n`);
  }

  async forget(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  // In a container, each run may have the same number.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function beginSale({ server, seller, file, size, mtimeMs }: SaleOf): UnfinishedSale {
  return {
    server,
    seller,
    file,
    size,
    mtimeMs,
    uploadToken: randomBytes(32).toString("base64url"),
    idempotencyKey: randomBytes(16).toString("hex"),
    payment: null,
    paidDays: null,
    spentMicroUsd: "0",
    uploadId: null,
    checkpoints: [],
  };
}
