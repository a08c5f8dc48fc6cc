import { formatBytes } from "@/commands/pay/format-bytes";

const INTERVAL_MS = 200;

/** A progress line on a terminal. Prints nothing elsewhere. */
export class ProgressLine {
  #saidAt = 0;
  #length = 0;

  /** @param out null to print nothing */
  constructor(readonly out: NodeJS.WriteStream | null) {}

  say(text: string): void {
    const now = performance.now();
    if (!this.out?.isTTY || now - this.#saidAt < INTERVAL_MS) return;
    this.#saidAt = now;
    this.out.write(`\r${text.padEnd(this.#length)}`);
    this.#length = text.length;
  }

  bytes(what: string, done: number, of: number): void {
    this.say(`${what}: ${formatBytes(done)} of ${formatBytes(of)}`);
  }

  end(): void {
    if (this.#length > 0) this.out?.write(`\r${" ".repeat(this.#length)}\r`);
  }
}
