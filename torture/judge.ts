import { setTimeout as sleep } from "node:timers/promises";
import type { Buyer } from "./buyer";
import { Keeper } from "./keepers";
import type { Oracle, Transfer } from "./oracle";

/** The counts that must be 0, by their printed name. */
export const INVARIANTS = [
  "paid without access",
  "charged more than once",
  "access without payment",
  "unresolved after the reconciler",
  "failed but settled",
  "failed but still usable",
  "settled but not on chain",
  "paid room or time lost",
  "kept for other days than were paid for",
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export type Verdict = {
  broken: Invariant[];
  /** The buyer has a file that was asked for, byte for byte. */
  served: boolean;
  charges: number;
};

/**
 * Judges one purchase by the chain and by the received bytes, never by the shop's own database.
 *
 * @param all every payment to the seller, read when everybody is done
 */
export async function judge(buyer: Buyer, thieves: Buyer[], all: Transfer[], oracle: Oracle): Promise<Verdict> {
  const broken = new Set<Invariant>();
  // Whoever sends one header for several files gets the one that was first, told or not; who then pays again for
  // another buys two files. So each charge has to stand for its own file that this buyer holds.
  const served = buyer.served.size > 0;
  const transfers = all.filter(({ from }) => from === buyer.account.address.toLowerCase());
  const charges = transfers.filter(({ standing }) => standing).length;
  const isStorage = buyer instanceof Keeper;
  if (charges > 0 && !served) broken.add(isStorage ? "paid room or time lost" : "paid without access");
  if (isStorage && buyer.areDaysWrong) broken.add("kept for other days than were paid for");
  if (charges > Math.max(1, buyer.served.size)) broken.add("charged more than once");
  if (buyer.served.size > transfers.length) broken.add("access without payment");
  if (thieves.some((thief) => thief.served.size > 0)) broken.add("access without payment");
  await judgeStates(buyer, charges, oracle, broken);
  await judgeHeaders(buyer, transfers, broken);
  return { broken: [...broken], served, charges };
}

/** Reasons for which the shop says that an authorization can never move money any more. */
const FINAL = ["expired", "cancelled", "used_otherwise"];

async function judgeStates(buyer: Buyer, charges: number, oracle: Oracle, broken: Set<Invariant>): Promise<void> {
  const isTrue = (states: States) => countOf(states, "settled") <= charges;
  const states = await statesOnce(buyer, (all) => isResolved(all) && isTrue(all));
  if (isPaidTwice(states)) broken.add("charged more than once");
  if (!isResolved(states)) broken.add("unresolved after the reconciler");
  if (!isTrue(states)) broken.add("settled but not on chain");
  const final = states.filter((state) => state?.state === "failed" && FINAL.includes(state.reason ?? "")).length;
  const usable = await Promise.all(buyer.sent.map((payment) => oracle.isUsable(buyer.account.address, payment)));
  if (final > usable.filter((can) => !can).length) broken.add("failed but still usable");
}

type States = Awaited<ReturnType<Buyer["status"]>>[];

/** How long the reconciler has for a payment whose buyer needs nothing any more (ms). */
const RECONCILER = 60_000;

/** The states of the buyer's payments once they are as they should be, or as they still are in the end. */
async function statesOnce(buyer: Buyer, good: (states: States) => boolean): Promise<States> {
  for (const deadline = Date.now() + RECONCILER; ; await sleep(1_000)) {
    const states = await Promise.all([...buyer.paymentIds].map((id) => buyer.status(id)));
    if (good(states) || Date.now() > deadline) return states;
  }
}

function isResolved(states: States): boolean {
  return states.every((state) => state !== null && !state.pending);
}

/** The shop itself says that two settled payments were for one file, or for the one request of who pays for storage. */
function isPaidTwice(states: States): boolean {
  const paidFor = states.filter((one) => one?.state === "settled").map((one) => one?.kind === "file" && one.fileId);
  return new Set(paidFor).size < paidFor.length;
}

function countOf(states: States, state: string): number {
  return states.filter((one) => one?.state === state).length;
}

/** Waits until the reconciler has found out what became of a buyer's payments: only then the chain is read. */
export async function untilResolved(buyer: Buyer): Promise<void> {
  await statesOnce(buyer, isResolved);
}

/** A header that moved money is known to the shop; "nothing was charged" would be a lie. */
async function judgeHeaders(buyer: Buyer, transfers: Transfer[], broken: Set<Invariant>) {
  const paid = new Set(transfers.filter(({ standing }) => standing).map(({ nonce }) => nonce));
  for (const payment of buyer.sent.filter(({ nonce }) => paid.has(nonce.toLowerCase()))) {
    const answer = await buyer.showAgain(payment);
    if (answer !== "lost" && answer.status === 402) broken.add("failed but settled");
  }
}
