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
  /** Addresses that were to be paid, or may have refunded, as rows spell them. */
  readonly payees = new Set<string>();
  /** Addresses that have paid, and may have got it back. */
  readonly payers = new Set<string>();
  /** The ids of all offers there ever were. */
  readonly offers = new Set<string>();

  constructor(readonly since: Date) {}

  /** Must be called with every row. */
  see(table: string, row: Row): void {
    if (table === "Terms" || table === "StorageOffer") {
      this.offers.add(String(row.id));
      this.payees.add(String(table === "Terms" ? row.payTo : row.payee));
    }
    if (table === "Creator") for (const address of [row.payTo, row.address]) this.payees.add(String(address));
    if (table === "Hold" || table === "FoundTransfer") this.replayKeys.add(String(row.replayKey));
    if (table === "Transfer") this.#seeTransfer(row);
  }

  #seeTransfer(row: Row): void {
    const { blockTime, state, payer, payee, replayKey } = row;
    if (row.direction === "sale") this.payers.add(String(payer));
    // Its block is older than `since`, so it cannot be among the transfers found there.
    if (blockTime !== null && new Date(String(blockTime)) < this.since) return;
    this.payees.add(String(payee));
    // A sale that failed here may have been paid after these rows were read: then it is what nobody knows of.
    if (state !== "failed" || row.direction === "refund") this.replayKeys.add(String(replayKey));
    if (state === "settled") this.settled.push(row as SettledTransfer);
  }
}
