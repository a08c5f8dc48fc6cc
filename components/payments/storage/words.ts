import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import type { Key, MessageSet } from "@/lib/i18n/words";

/** The words of paying speak of a seller and a sale. For storage these of its own take their places. */
const inPlace = [
  "changedPrice",
  "changedPayee",
  "signTo",
  "copySeller",
  "owedTitle",
  "owedDetail",
  "pausedSalesTitle",
  "pausedSalesDetail",
  "payeeRefusedTitle",
  "payeeRefusedDetail",
  "spentTitle",
  "spentDetail",
  "chainDetail",
  "suspendedTitle",
  "suspendedDetail",
  "removedDetail",
  "unavailableTitle",
  "ownFileTitle",
  "unrecordedDetail",
  "refundedTitle",
  "refundedDetail",
] as const satisfies readonly (Key<"payments"> & Key<"storage">)[];

/** Everything that paying for storage says. */
export async function loadStorageWords(locale: Locale): Promise<MessageSet> {
  const messages = await loadWords(locale, ["payments", "wallets", "answers", "storage", "buy", "errors"]);
  const { payments, storage } = messages;
  if (!payments || !storage) return messages;
  const own = Object.fromEntries(inPlace.map((key) => [key, storage[key]]));
  return { ...messages, payments: { ...payments, ...own } };
}
