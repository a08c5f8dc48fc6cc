import type { Key, Words } from "@/lib/i18n/words";
import { walletWords } from "../wallets/wallet-words";
import type { Trouble } from "./pay-machine";

/** Title and detail of each trouble. Each says whether anything was charged, and what to do next. */
const sayings = {
  pageCode: ["pageCodeTitle", "pageCodeDetail"],
  differs: ["differsTitle", "differsDetail"],
  replaced: ["replacedTitle", "replacedDetail"],
  pausedFile: ["pausedFileTitle", "pausedFileDetail"],
  ended: ["endedTitle", "endedDetail"],
  removed: ["removedTitle", "removedDetail"],
  gone: ["goneTitle", "goneDetail"],
  pausedSales: ["pausedSalesTitle", "pausedSalesDetail"],
  tokenPaused: ["pausedSalesTitle", "tokenPausedDetail"],
  tokenChanged: ["pausedSalesTitle", "tokenChangedDetail"],
  clockOff: ["pausedSalesTitle", "clockOffDetail"],
  nodeBehind: ["pausedSalesTitle", "nodeBehindDetail"],
  payeeRefused: ["payeeRefusedTitle", "payeeRefusedDetail"],
  payerRefused: ["payerRefusedTitle", "payerRefusedDetail"],
  spent: ["spentTitle", "spentDetail"],
  chain: ["chainTitle", "chainDetail"],
  unavailable: ["unavailableTitle", "unavailableDetail"],
  busy: ["busyTitle", "busyDetail"],
  late: ["lateTitle", "lateDetail"],
  refused: ["refusedTitle", "refusedDetail"],
  declined: ["refusedTitle", "declinedDetail"],
  ownFile: ["ownFileTitle", "ownFileDetail"],
  wallet: ["walletTitle", "walletDetail"],
  walletLate: ["walletTitle", "walletLateDetail"],
  unrecorded: ["unrecordedTitle", "unrecordedDetail"],
  notPaid: ["notPaidTitle", "notPaidDetail"],
  refunded: ["refundedTitle", "refundedDetail"],
} as const satisfies Record<string, readonly [Key<"payments">, Key<"payments">]>;

export type Saying = keyof typeof sayings;

export type TroubleWords = {
  payments: Words<"payments">;
  wallets: Words<"wallets">;
  /** What the page offers. */
  offer: { networkName: string; symbol: string };
};

/** A trouble in the reader's language. */
export function troubleWords({ say, wallet = "" }: Trouble, words: TroubleWords): { title: string; detail: string } {
  if (typeof say !== "string") return walletWords(words.wallets, say);
  const { networkName: network, symbol: token } = words.offer;
  const [title, detail] = sayings[say];
  // Which of the values a message names differs from one to the next; too many harm nobody.
  const t = words.payments as (key: Key<"payments">, values: Record<string, string>) => string;
  const values = { wallet, network, token };
  return { title: t(title, values), detail: t(detail, values) };
}
