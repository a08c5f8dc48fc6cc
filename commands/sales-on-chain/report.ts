import { formatAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { ChainTransfer } from "@/lib/payment-methods/evm/chain-backup/read-transfers";

/** A transfer with the file that its offer sold, where the database knows it. */
export type Listed = ChainTransfer & { file: { fileId: string; title: string } | null };

/** One transfer, for people. */
export function describe(one: Listed, { token }: Network, account: string | null): string {
  const amount = `${formatAtomic(one.amount, token.decimals)} ${token.symbol}`;
  const time = one.time.toISOString().replace(".000", "");
  const sender = account === null || one.sender === account ? "" : `, sent by ${one.sender}`;
  return [
    `${time}  ${amount} from ${one.payer} to ${one.payTo}`,
    `  ${purposeOf(one)}`,
    `  transaction ${one.transaction}, log ${one.logIndex}${sender}`,
  ].join("\n");
}

const NO_MARK = "No mark: not a sale that this shop sent, or from before it wrote marks.";
const CLOSED_MARK = "The bytes after the call are not a mark that one of the given secrets opens for this transfer.";

function purposeOf({ offer, hasClosedMark, named, file }: Listed): string {
  const title = file ? `: ${file.title} (file ${file.fileId})` : "";
  if (offer) {
    const confirmed = named === offer.id ? " The buyer's nonce names it too." : "";
    return `Sold: offer ${offer.id}, version ${offer.version}${title}.${confirmed}`;
  }
  const hint = named === null ? "" : ` The buyer's nonce names offer ${named}${title}.`;
  return `${hasClosedMark ? CLOSED_MARK : NO_MARK}${hint}`;
}

/** One transfer, for programs: the same members as a receipt where it has them. */
export function toJson(one: Listed, { caip2, token }: Network) {
  return {
    mark: one.offer ? "opened" : one.hasClosedMark ? "closed" : "none",
    offerId: one.offer?.id ?? null,
    version: one.offer?.version ?? null,
    nonceNames: one.named,
    fileId: one.file?.fileId ?? null,
    title: one.file?.title ?? null,
    network: caip2,
    asset: token.address,
    amount: one.amount.toString(),
    payer: one.payer,
    payTo: one.payTo,
    nonce: one.nonce,
    transaction: one.transaction,
    logIndex: one.logIndex,
    blockNumber: one.blockNumber.toString(),
    blockTime: one.time.toISOString(),
    sender: one.sender,
  };
}

/** What was found, in one sentence. */
export function summaryOf(all: readonly Listed[]): string {
  const sold = all.filter(({ offer }) => offer !== null).length;
  const others = all.length - sold;
  if (all.length === 0) return "No transfer by an authorization was found.";
  return `${sold} ${sold === 1 ? "sale" : "sales"} by their mark, ${others} other ${others === 1 ? "transfer" : "transfers"}.`;
}
