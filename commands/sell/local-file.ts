import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "@/commands/arguments";
import { localTrouble } from "@/commands/local-trouble";
import { Refused } from "@/commands/pay/refused";
import { Interrupted } from "./interrupted";

/** The file that is sold, open for reading. */
export class LocalFile {
  private constructor(
    /** Without symbolic links. */
    readonly path: string,
    /** Bytes. */
    readonly size: number,
    readonly mtimeMs: number,
    readonly handle: FileHandle,
  ) {}

  /** @throws UsageError if there is nothing to sell */
  static async open(given: string): Promise<LocalFile> {
    try {
      const real = await realpath(given);
      // A pipe would wait here for its other end.
      const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
      const stat = await handle.stat();
      if (stat.isFile() && stat.size > 0) return new LocalFile(real, stat.size, stat.mtimeMs, handle);
      await handle.close();
      throw new UsageError(stat.isFile() ? `${given} is empty.` : `${given} is not a file.`);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(localTrouble(error, `${given} cannot be read`)?.message ?? (error as Error).message);
    }
  }

  get name(): string {
    return path.basename(this.path);
  }

  /**
   * The bytes from a position on; fewer at the end of the file.
   *
   * @throws Interrupted if it cannot be read any more: its disk was removed, or does not answer
   */
  async read(position: number, length: number): Promise<Buffer<ArrayBuffer>> {
    const buffer = Buffer.allocUnsafe(Math.max(Math.min(length, this.size - position), 0));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.handle
        .read(buffer, filled, buffer.length - filled, position + filled)
        .catch(this.#lost);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  /** False once somebody wrote to it. @throws Interrupted if it cannot be read any more */
  async isAsOpened(): Promise<boolean> {
    const { size, mtimeMs } = await this.handle.stat().catch(this.#lost);
    return size === this.size && mtimeMs === this.mtimeMs;
  }

  /** @throws Refused once somebody wrote to it */
  async requireAsOpened(): Promise<void> {
    if (await this.isAsOpened()) return;
    throw new Refused("The file changed while it was sent. Run the same command again once it is complete.");
  }

  readonly #lost = (error: unknown): never => {
    const trouble = localTrouble(error, `${this.path} can no longer be read`);
    if (!trouble) throw error;
    throw new Interrupted(`${trouble.message} What was sent is kept: make the file readable again.`, { cause: error });
  };

  close(): Promise<void> {
    return this.handle.close();
  }
}
