import { formatBytes } from "./format-bytes";

const WIDTH = 28;
const INTERVAL_MS = 100;

/** A progress bar on a terminal; one line at the end elsewhere. */
export class ProgressBar {
  #drawnAt = 0;
  #startedAt = performance.now();
  #first: number;

  constructor(
    /** Null if it is unknown. */
    readonly total: number | null,
    already: number,
    readonly out: NodeJS.WriteStream = process.stderr,
  ) {
    this.#first = already;
  }

  update(done: number): void {
    const now = performance.now();
    if (!this.out.isTTY || (now - this.#drawnAt < INTERVAL_MS && done !== this.total)) return;
    this.#drawnAt = now;
    if (this.total === null) return void this.out.write(`\r${formatBytes(done)}   `);
    const share = this.total === 0 ? 1 : done / this.total;
    const filled = Math.round(share * WIDTH);
    const seconds = Math.max((now - this.#startedAt) / 1_000, 0.001);
    const speed = (done - this.#first) / seconds;
    const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
    const figures = `${formatBytes(done)} of ${formatBytes(this.total)}, ${formatBytes(speed)}/s`;
    this.out.write(`\r${bar} ${Math.floor(share * 100)} %  ${figures}   `);
  }

  end(): void {
    if (this.out.isTTY) this.out.write("\n");
  }
}
