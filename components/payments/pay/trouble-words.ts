import type { WalletFacts } from "@/components/wallets/wallet-error";
import { type WalletWords, walletWords } from "@/components/wallets/wallet-words";
import type { ForeignAnswer } from "@/lib/foreign-answers";
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

/** What somebody between the page and the server answered; see `lib/foreign-answers.ts`. */
export type ForeignTrouble = { answer: ForeignAnswer; status: number };

/** A trouble and its next step. */
export type PayTrouble = {
  /** A code of the error table, a kind of wallet problem, or one of the page's own. */
  code: string;
  /** Its message: of the page, of a wallet's problem, or about somebody's answer in place of the server. */
  message: TroubleMessage | WalletFacts | ForeignTrouble;
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
  answers: Words<"answers">;
  wallets: Words<"wallets">;
  /** The page's offer. */
  offer: { networkName: string; symbol: string };
};

/** A trouble in the reader's language. */
export function troubleWords({ message, wallet = "" }: PayTrouble, words: TroubleWords): WalletWords {
  if (isForeignTrouble(message)) {
    const { title, how } = foreignWords(message, words.answers);
    return { title, detail: `${words.answers("nothing_charged")} ${how}`, said: null };
  }
  if (typeof message !== "string") return walletWords(words.wallets, message);
  const { networkName: network, symbol: token } = words.offer;
  const [title, detail] = messages[message];
  // Messages use different values; extra ones do no harm.
  const t = words.payments as (key: Key<"payments">, values: Record<string, string>) => string;
  const values = { wallet, network, token };
  return { title: t(title, values), detail: t(detail, values), said: null };
}

/** What somebody else answered, and what to do about it. */
export function foreignWords({ answer, status }: ForeignTrouble, t: Words<"answers">): { title: string; how: string } {
  // Not each of them uses the status.
  const say = t as (key: string, values: object) => string;
  return { title: say(answer, { status: String(status) }), how: say(`${answer}_how`, {}) };
}

function isForeignTrouble(message: PayTrouble["message"]): message is ForeignTrouble {
  return typeof message !== "string" && "answer" in message;
}
