import "server-only";
import { finished, type Readable } from "node:stream";
import { ERRORS } from "@tus/server";

/**
 * Bytes per batch: about as much as a socket delivers at a time. Not more, because Linux puts larger writes into large
 * pages, and allocating those was measured to take five times as long as the writing.
 */
const BATCH_BYTES = 64 * 1024;
/** The most pieces per batch, however small they are. */
const BATCH_PIECES = 64;
/** A batch is passed on after this time (ms) even if more could be added. */
const PATIENCE = 100;

type TakeBodyOptions = {
  /** The most bytes that may come. */
  most: number;
  /** Asks to end early. */
  stop?: AbortSignal;
  /** Gets the bytes in order, a batch at a time; the next one is collected in the meantime, and then the sender has to wait. */
  take: (pieces: Buffer[]) => Promise<void>;
};

/**
 * Processes a body while it arrives, in batches, until it ends, fails or is stopped by `stop`: all bytes received until
 * then are passed on first. At most two batches are in memory. The rest of the body stays unread.
 *
 * @throws the errors of `take`; tus's ERR_SIZE_EXCEEDED when there are too many bytes, ABORTED when the body fails
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
  /** Set when processing has ended: with the reason, unless the body is complete. */
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
    // Never removed: later errors of a body that nobody reads do not matter.
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
