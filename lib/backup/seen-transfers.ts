import "server-only";
import type { Provable } from "@/lib/payments/ports";
import type { Row } from "./rows";

/** A settled sale or refund as its row has it. */
export type SettledTransfer = Provable & {
  id: string;
  direction: string;
  method: string;
  transaction: string;
  position: string;
};

/** What the rows of a shop say of the chain, from a moment on. */
export class SeenTransfers {
  /** Settled in a block of that time or later. */
  readonly settled: SettledTransfer[] = [];
  /** Of authorizations that may be in these blocks: rows explain them. */
  readonly replayKeys = new Set<string>();
  /** Where money was to go, as rows spell accounts. */
  readonly payees = new Set<string>();
  /** Everything that was ever on offer. */
  readonly offers = new Set<string>();

  constructor(readonly since: Date) {}

  /** To be told every row. */
  see(table: string, row: Row): void {
    if (table === "Terms") {
      this.offers.add(String(row.id));
      this.payees.add(String(row.payTo));
    }
    if (table === "Hold" || table === "FoundTransfer") this.replayKeys.add(String(row.replayKey));
    if (table === "Transfer") this.#seeTransfer(row);
  }

  #seeTransfer(row: Row): void {
    const { blockTime, state, payee, replayKey } = row;
    // Its block is before: nothing that is found later is explained by it.
    if (blockTime !== null && new Date(String(blockTime)) < this.since) return;
    this.payees.add(String(payee));
    this.replayKeys.add(String(replayKey));
    if (state === "settled") this.settled.push(row as SettledTransfer);
  }
}
