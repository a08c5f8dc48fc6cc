/**
 * What an upload waits for. `reading`: the device to hand over the file. `sending`: the connection to take bytes.
 * `answer`: the server, or a proxy that has all bytes of a part and passes them on.
 */
export type Phase = "reading" | "sending" | "answer";

/** After so long (ms) without a byte it is said, and after so long it is given up. */
const limits: Record<Phase, { said: number; ended: number }> = {
  // A cloud may take minutes to hand a file over: there is nothing to try again.
  reading: { said: 8_000, ended: Number.POSITIVE_INFINITY },
  sending: { said: 10_000, ended: 30_000 },
  answer: { said: 30_000, ended: 180_000 },
};

/** Notices when nothing moves any more: a connection that carries no bytes does not break by itself. */
export class StallWatch {
  #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #on: { said: (phase: Phase) => void; ended: () => void };

  constructor(on: { said: (phase: Phase) => void; ended: () => void }) {
    this.#on = on;
  }

  /** Something moved, or another wait begins. */
  moved(phase: Phase): void {
    this.stop();
    const { said, ended } = limits[phase];
    this.#timers.push(setTimeout(() => this.#on.said(phase), said));
    if (Number.isFinite(ended)) {
      this.#timers.push(
        setTimeout(() => {
          this.stop();
          this.#on.ended();
        }, ended),
      );
    }
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}
