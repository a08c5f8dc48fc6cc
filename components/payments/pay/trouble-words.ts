import type { WalletFacts } from "@/components/wallets/wallet-error";
import { type WalletWords, walletWords } from "@/components/wallets/wallet-words";
import type { Key, Words } from "@/lib/i18n/words";

/** Title and detail of each trouble. Each says whether anything was charged, and what to do next. */
const messages = {
  pageCode: ["pageCodeTitle", "pageCodeDetail"],
  updated: ["updatedTitle", "updatedDetail"],
  differs: ["differsTitle", "differsDetail"],
  replaced: ["replacedTitle", "replacedDetail"],
  pausedFile: ["pausedFileTitle", "pausedFileDetail"],
  ended: ["endedTitle", "endedDetail"],
  suspended: ["suspendedTitle", "suspendedDetail"],
  removed: ["removedTitle", "removedDetail"],
  gone: ["goneTitle", "goneDetail"],
  pausedSales: ["pausedSalesTitle", "pausedSalesDetail"],
  tokenPaused: ["pausedSalesTitle", "tokenPausedDetail"],
  tokenChanged: ["pausedSalesTitle", "tokenChangedDetail"],
  clockOff: ["pausedSalesTitle", "clockOffDetail"],
  nodeBehind: ["pausedSalesTitle", "nodeBehindDetail"],
  payeeRefused: ["payeeRefusedTitle", "payeeRefusedDetail"],
  blocked: ["blockedTitle", "blockedDetail"],
  payerRefused: ["payerRefusedTitle", "payerRefusedDetail"],
  spent: ["spentTitle", "spentDetail"],
  chain: ["chainTitle", "chainDetail"],
  unavailable: ["unavailableTitle", "unavailableDetail"],
  storageFull: ["storageFullTitle", "storageFullDetail"],
  storageTooLong: ["storageTooLongTitle", "storageTooLongDetail"],
  extendingForbidden: ["extendingForbiddenTitle", "extendingForbiddenDetail"],
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

type TroubleMessage = keyof typeof messages;

/** A trouble and its next step. */
export type PayTrouble = {
  /** A code of the error table, a kind of wallet problem, or one of the page's own. */
  code: string;
  /** Its message: of the page, or of a wallet's problem. */
  message: TroubleMessage | WalletFacts;
  /** The wallet's name, if the message is about it. */
  wallet?: string;
  /**
   * "retry": the failure is known and nothing was charged. "reload": the page is out of date. "none": neither would
   * help.
   */
  next: "retry" | "reload" | "none";
  /** True if another wallet might work. */
  otherWallet: boolean;
};

type TroubleWords = {
  payments: Words<"payments">;
  wallets: Words<"wallets">;
  /** The page's offer. */
  offer: { networkName: string; symbol: string };
};

/** A trouble in the reader's language. */
export function troubleWords({ message, wallet = "" }: PayTrouble, words: TroubleWords): WalletWords {
  if (typeof message !== "string") return walletWords(words.wallets, message);
  const { networkName: network, symbol: token } = words.offer;
  const [title, detail] = messages[message];
  // Messages use different values; extra ones do no harm.
  const t = words.payments as (key: Key<"payments">, values: Record<string, string>) => string;
  const values = { wallet, network, token };
  return { title: t(title, values), detail: t(detail, values), said: null };
}
