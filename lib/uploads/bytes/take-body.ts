import "server-only";
import { finished, type Readable } from "node:stream";
import { ERRORS } from "@tus/server";

/**
 * Bytes that are handed on at once: about what a socket gives at a time. Not more, because Linux puts larger writes into
 * large pages, and finding room for those was measured to take five times as long as the writing.
 */
const BATCH_BYTES = 64 * 1024;
/** However small the pieces are, a batch holds no more of them. */
const BATCH_PIECES = 64;
/** What came is handed on after this time (ms) even if more could be added. */
const PATIENCE = 100;

type TakeBodyOptions = {
  /** Bytes that may come, at most. */
  most: number;
  /** Asks to end early. */
  stop?: AbortSignal;
  /** Gets the bytes in order, a batch at a time; the next one is gathered meanwhile, and then the sender has to wait. */
  take: (pieces: Buffer[]) => Promise<void>;
};

/**
 * Takes a body while it arrives, in batches, up to where it ends or breaks or `stop` says so: all that came until then
 * is handed on first. At most two batches are in memory. What is left of the body stays unread.
 *
 * @throws whatever `take` throws; tus's ERR_SIZE_EXCEEDED when more comes than may, ABORTED when the body breaks
 */
export function takeBody(body: Readable, options: TakeBodyOptions): Promise<void> {
  return new Intake(body, options).run();
}

class Intake {
  readonly #body: Readable;
  readonly #options: TakeBodyOptions;
  #pieces: Buffer[] = [];
  #length = 0;
  #total = 0;
  #busy = false;
  #timer: NodeJS.Timeout | undefined;
  /** Set when nothing more will be taken: why, if not because the body is whole. */
  #end: { error?: unknown } | null = null;
  #settle: () => void = () => {};

  constructor(body: Readable, options: TakeBodyOptions) {
    this.#body = body;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { stop } = this.#options;
    const stopNow = () => this.#finish();
    const seeNothing = finished(this.#body, { writable: false }, (error) => {
      this.#finish(error ? ERRORS.ABORTED : undefined);
    });
    // For good: whatever still goes wrong with a body that nobody reads is of no interest.
    this.#body.on("error", () => {});
    this.#body.on("data", this.#see);
    stop?.addEventListener("abort", stopNow);
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      if (stop?.aborted) stopNow();
    });
    seeNothing();
    stop?.removeEventListener("abort", stopNow);
    clearTimeout(this.#timer);
    if (this.#end?.error !== undefined) throw this.#end.error;
  }

  #see = (piece: Buffer): void => {
    this.#total += piece.length;
    if (this.#total > this.#options.most) return this.#finish(ERRORS.ERR_SIZE_EXCEEDED);
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (!this.#isFull()) this.#timer ??= setTimeout(() => this.#handOn(), PATIENCE);
    else if (this.#busy) this.#body.pause();
    else this.#handOn();
  };

  #isFull(): boolean {
    return this.#length >= BATCH_BYTES || this.#pieces.length >= BATCH_PIECES;
  }

  #handOn(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#busy || this.#pieces.length === 0) return;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    this.#busy = true;
    this.#options.take(pieces).then(
      () => this.#goOn(),
      (error) => {
        this.#pieces = [];
        this.#finish(error);
        this.#end = { error };
        this.#goOn();
      },
    );
  }

  #goOn(): void {
    this.#busy = false;
    if (this.#end) {
      if (this.#pieces.length > 0) this.#handOn();
      else this.#settle();
      return;
    }
    if (this.#isFull()) this.#handOn();
    else if (this.#pieces.length > 0) this.#timer ??= setTimeout(() => this.#handOn(), PATIENCE);
    this.#body.resume();
  }

  #finish(error?: unknown): void {
    if (this.#end) return;
    this.#end = error === undefined ? {} : { error };
    this.#body.off("data", this.#see).pause();
    if (!this.#busy) this.#goOn();
  }
}
