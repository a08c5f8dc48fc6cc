import "server-only";
import type { Provable } from "@/lib/payments/ports";
import type { Row } from "./rows";

/** The row of a settled sale or refund. */
export type SettledTransfer = Provable & {
  id: string;
  direction: string;
  method: string;
  transaction: string;
  position: string;
};

/** Collects what a shop's rows say about the chain since a given time. */
export class SeenTransfers {
  /** Transfers that were settled in a block of that time or later. */
  readonly settled: SettledTransfer[] = [];
  /** Replay keys of all authorizations that may be in these blocks. */
  readonly replayKeys = new Set<string>();
  /** Addresses that were to be paid, as rows spell them. */
  readonly payees = new Set<string>();
  /** The ids of all offers there ever were. */
  readonly offers = new Set<string>();

  constructor(readonly since: Date) {}

  /** Must be called with every row. */
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
    // Its block is older than `since`, so it cannot be among the transfers found there.
    if (blockTime !== null && new Date(String(blockTime)) < this.since) return;
    this.payees.add(String(payee));
    this.replayKeys.add(String(replayKey));
    if (state === "settled") this.settled.push(row as SettledTransfer);
  }
}
