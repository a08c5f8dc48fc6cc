import "server-only";
import { type Hex, type Log, parseEventLogs } from "viem";
import { usdcAbi } from "./usdc.abi";

/** A transfer by an authorization (EIP-3009). Hex is lower-case. */
export type AuthorizedTransfer = {
  /** Index of the `Transfer` log in the block. */
  logIndex: number;
  payer: string;
  payTo: string;
  /** Atomic units. */
  amount: bigint;
  nonce: Hex;
};

/**
 * The transfers by authorization in the logs of a transaction: each is the token's `AuthorizationUsed(payer, nonce)` with
 * the payer's `Transfer` at the next log index. A transaction may hold several authorizations, so only the neighbouring
 * index connects the two.
 */
export function parseAuthorizedTransfers(logs: Log<bigint, number, false>[], token: string): AuthorizedTransfer[] {
  const own = logs.filter(({ address }) => address.toLowerCase() === token.toLowerCase());
  const events = parseEventLogs({ abi: usdcAbi, logs: own, eventName: ["AuthorizationUsed", "Transfer"] });
  return events.flatMap((used) => {
    if (used.eventName !== "AuthorizationUsed") return [];
    const { authorizer, nonce } = used.args;
    const next = events.find(({ logIndex }) => logIndex === used.logIndex + 1);
    if (next?.eventName !== "Transfer" || next.args.from !== authorizer) return [];
    const { to, value: amount } = next.args;
    return [{ logIndex: next.logIndex, payer: authorizer.toLowerCase(), payTo: to.toLowerCase(), amount, nonce }];
  });
}
