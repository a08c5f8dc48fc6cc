import "server-only";
import type { Readable } from "node:stream";

/** What a scanner says about bytes that it has read completely; `too-large` if it says that it cannot. */
export type ScanResult = { state: "clean" } | { state: "found"; signature: string } | { state: "too-large" };

/** Bytes to scan, and how many there have to be. */
export type ScanInput = { bytes: Readable; size: number };

export type Scanner = {
  /** @throws ScanFailed, or what reading the bytes throws; never "clean" in doubt */
  scan(input: ScanInput): Promise<ScanResult>;
  /**
   * What it says about itself; null if it cannot be asked.
   *
   * @throws ScanFailed when it cannot be reached
   */
  version(): Promise<string | null>;
};

/** In milliseconds: until it responds, without progress, for the result once it has every byte, and in all. */
export type ScanTimes = { connect: number; idle: number; answer: number; all: number };
