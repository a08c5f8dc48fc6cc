import "server-only";
import { type NetConnectOpts, type OnReadOpts, Socket, type SocketConstructorOpts } from "node:net";
import { SECOND } from "@/lib/clock";
import { readable, ScanFailed } from "./scan-failed";

/** Bytes. Answers have less than a hundred. */
const LONGEST_ANSWER = 4_096;

/** Waits so long (ms) for an answer that has arrived before the connection was closed. */
const LAST_WORDS = SECOND;

/**
 * A socket that reads to the end although it cannot write any more. Node closes it at once, which loses the answer of a
 * clamd that has refused the rest: "INSTREAM size limit exceeded". A stream with an error reads no more either, so what
 * arrives is taken without it (`onread`).
 */
class ListeningSocket extends Socket {
  #cannotWrite: NodeJS.Timeout | undefined;

  /** @param take gets each part of the answer */
  constructor(take: (part: string) => void) {
    const callback: OnReadOpts["callback"] = (bytes: number, part: Uint8Array) => {
      take(Buffer.from(part.subarray(0, bytes)).toString("latin1"));
      return true;
    };
    // The types know `onread` only where a socket is made and connected at once.
    super({ onread: { buffer: Buffer.alloc(LONGEST_ANSWER), callback } } as SocketConstructorOpts);
  }

  override destroy(error?: Error): this {
    const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
    const isOnlyUnwritable = syscall === "write" && (code === "EPIPE" || code === "ECONNRESET");
    if (isOnlyUnwritable) {
      this.#cannotWrite ??= setTimeout(() => super.destroy(error), LAST_WORDS);
      this.setTimeout(0);
      return this;
    }
    clearTimeout(this.#cannotWrite);
    return super.destroy(error);
  }
}

/**
 * One command to clamd over a connection of its own, with its single answer. Commands and answers end with a zero (`man
 * clamd`, "COMMANDS").
 */
export class ClamdConversation {
  readonly #socket: ListeningSocket;
  readonly #closed: Promise<void>;
  #said = "";
  #cannotWrite = false;
  #trouble: ScanFailed | undefined;

  /** @param timeout milliseconds to connect in, and without progress until `allow` changes it */
  constructor(at: NetConnectOpts, timeout: number) {
    let reached = false;
    this.#socket = new ListeningSocket((part) => this.#take(part)).setTimeout(timeout).connect(at);
    this.#socket.once("connect", () => {
      reached = true;
    });
    this.#socket.on("timeout", () =>
      this.#socket.destroy(new ScanFailed("The scanner does not respond.", { reached })),
    );
    this.#socket.on("error", (cause) => {
      const words = reached ? "The connection to the scanner broke off." : "The scanner cannot be reached.";
      this.#trouble ??= cause instanceof ScanFailed ? cause : new ScanFailed(words, { reached, cause });
    });
    this.#closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
  }

  /** Milliseconds without progress from now on. */
  allow(timeout: number): void {
    // What cannot be sent to any more ends by itself.
    if (!this.#cannotWrite) this.#socket.setTimeout(timeout);
  }

  /** True once there is nothing to send any more: an answer, or an error. */
  get isOver(): boolean {
    return this.#said !== "" || this.#cannotWrite || this.#socket.destroyed;
  }

  /** Resolves when the system has taken the bytes, or never will. */
  async send(...parts: (string | Buffer)[]): Promise<void> {
    const taken = new Promise<void>((resolve) => {
      this.#socket.cork();
      for (const part of parts) {
        this.#socket.write(part, (error) => {
          if (error) this.#noteUnwritable();
          if (part === parts.at(-1)) resolve();
        });
      }
      this.#socket.uncork();
    });
    await Promise.race([taken, this.#closed]);
  }

  /**
   * The answer without its zero, once the other side has ended the connection: if it has left something unread, the
   * system tells us by an error.
   *
   * @throws ScanFailed
   */
  async answer(): Promise<string> {
    await this.#closed;
    const isWhole = this.#said.endsWith("\0");
    if (this.#trouble && !isWhole) throw this.#trouble;
    if (!isWhole) throw new ScanFailed(`The scanner broke off: ${readable(this.#said) || "it said nothing"}.`);
    return this.#said.slice(0, -1);
  }

  /** An error after the answer: the other side did not read everything. */
  get trouble(): ScanFailed | undefined {
    return this.#trouble;
  }

  /** Ends it, whatever its state. */
  end(why?: ScanFailed): void {
    this.#socket.destroy(why);
  }

  #take(part: string): void {
    this.#said += part;
    const end = this.#said.indexOf("\0");
    if (this.#said.length > LONGEST_ANSWER || (end >= 0 && end < this.#said.length - 1)) {
      this.#said = "";
      this.end(new ScanFailed("The scanner says more than an answer."));
    } else if (end >= 0 && this.#cannotWrite) this.end();
  }

  /** Nothing more is sent. The answer may be here already, or comes at once. */
  #noteUnwritable(): void {
    this.#cannotWrite = true;
    if (this.#said.endsWith("\0")) this.end();
  }
}
