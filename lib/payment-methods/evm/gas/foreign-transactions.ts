import "server-only";
import { HOUR } from "@/lib/clock";
import { perProcess } from "@/lib/process";

type Seen = { count: number; last: Date };

function seen(): Map<number, Seen> {
  return perProcess("gas-strangers", () => new Map());
}

/** Remembers that another program's transaction was found under one of our account nonces. */
export function noteForeignTransaction(chainId: number, now: Date): void {
  seen().set(chainId, { count: foreignTransactionsSeen(chainId) + 1, last: now });
}

/** How often since this process started. */
export function foreignTransactionsSeen(chainId: number): number {
  return seen().get(chainId)?.count ?? 0;
}

/** Whether within the last hour: then the other program is probably still running. */
export function isForeignSenderAbout(chainId: number, now: Date): boolean {
  const last = seen().get(chainId)?.last;
  return last !== undefined && now.getTime() - last.getTime() < HOUR;
}
