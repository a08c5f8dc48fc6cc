import "server-only";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { perProcess } from "@/lib/process";
import { partPath } from "./upload-file";

/** The worker is told about new bytes after every this many. */
const STEP_BYTES = 4 * 1024 * 1024;

/** `crc32`: eight lower-case hex digits, for archives. */
type Digests = { sha256: string; crc32: string };
type Answer = { ask: number; error?: string } & Partial<Digests>;
type Waiting = { resolve: (digests: Digests) => void; reject: (error: Error) => void };

/**
 * SHA-256 and CRC-32 of uploads, made from their files by its own thread while their bytes arrive, so that finishing a large one
 * needs no second reading. Its running hash is only an optimisation: after a restart, or if it has read bytes that no
 * longer count, it reads the file from its beginning.
 */
class UploadHashes {
  /** Bytes that the worker was told about, by upload. */
  readonly #told = new Map<string, number>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #asks = 0;

  /** The first `length` bytes of the upload are in its file and will not change. */
  advance(id: string, length: number): void {
    if (length - (this.#told.get(id) ?? 0) < STEP_BYTES) return;
    this.#told.set(id, length);
    this.#tell({ kind: "advance", id, path: partPath(id), to: length });
  }

  /** Discards what was read of the upload. */
  forget(id: string): void {
    if (this.#told.delete(id)) this.#tell({ kind: "forget", id });
  }

  /**
   * @param size bytes of the upload; all are in its file
   * @returns lower-case hex
   * @throws Error when the file cannot be read, or the upload is dropped in the meantime
   */
  digest(id: string, size: number): Promise<Digests> {
    const ask = ++this.#asks;
    this.#told.delete(id);
    const answer = new Promise<Digests>((resolve, reject) => this.#waiting.set(ask, { resolve, reject }));
    this.#tell({ kind: "digest", id, path: partPath(id), to: size, ask });
    return answer;
  }

  #tell(message: object): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const script = join(/* turbopackIgnore: true */ process.cwd(), "lib/uploads/bytes/hash-thread.mjs");
    const Thread = Worker;
    // It needs none of our settings.
    const worker = new Thread(script, { env: {}, execArgv: [] });
    worker.unref();
    worker.on("message", ({ ask, sha256, crc32, error }: Answer) => {
      const waiting = this.#waiting.get(ask);
      this.#waiting.delete(ask);
      if (sha256 !== undefined && crc32 !== undefined) waiting?.resolve({ sha256, crc32 });
      else waiting?.reject(new Error(`An upload could not be hashed: ${error}`));
    });
    worker.on("error", (error) => this.#end(worker, error));
    worker.on("exit", () => this.#end(worker, new Error("The thread that hashes uploads ended.")));
    return worker;
  }

  /** The next message starts a new one, which reads every file from its beginning. */
  #end(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#told.clear();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

export const uploadHashes = (): UploadHashes => perProcess("uploads.hashes", () => new UploadHashes());
