import { formatBytes } from "@/commands/pay/format-bytes";
import type { Found } from "@/lib/restore/found/classify";
import type { Comparison } from "@/lib/restore/found/compare";
import type { WaitingTransfer } from "@/lib/restore/found/waiting";
import type { Restored } from "@/lib/restore/restore-backup";
import { shop } from "@/lib/shop/shop";

/** How many lines of one kind are printed for people. JSON has all of them. */
const MOST_SHOWN = 20;

/** What was restored, for people. */
export function describeRestored({ backup, createdAt, rows, files, bytes, replayed }: Restored): string {
  const kinds = Object.entries(replayed ?? {}).map(([kind, count]) => `${kind} ${count}`);
  const journal = replayed
    ? `Repeated from the journal: ${kinds.join(", ") || "nothing"}.`
    : "Without the journal: recovery links have ended, and sellers confirm their payout address before they sell.";
  return [
    `Restored ${backup}, written ${createdAt.toISOString()}: ${rows} rows, ${files} files (${formatBytes(bytes)}).`,
    journal,
    "Now start the shop. It sells nothing until you have run: npm run restore -- --confirm",
  ].join("\n");
}

const headings: Record<Found["kind"], string> = {
  sale: "Sold since the backup; opens to the payer’s signature",
  waiting: "Perhaps sold here; each opens only once you allow it (--found, --grant)",
  storage: "Storage paid for since the backup, of what is here; it counts with your yes",
  owed: "Storage paid for since the backup, of what is not here; you owe it back",
  unexplained:
    "Paid for storage, for offers that are not in the backup; only their payers can tell which, by sending the same request again",
  lost: "Sent by this shop for something that is not in the backup; their sellers owe a refund",
  refund: "Refunds, which now count as such",
  "given-back": "Sold and refunded since the backup; they open nothing",
  other: "To sellers here, for nothing that was on sale here then; ignored",
};

/** What the chain shows, for people. */
export function describeComparison({ since, shown, found, findings, obstacles }: Comparison): string {
  const kinds = Object.keys(headings) as Found["kind"][];
  const lines = kinds.flatMap((kind) => describeKind(kind, found));
  const troubles = [...obstacles, ...findings].map(({ code, words }) => `${code}: ${words}`);
  return [
    `Since ${since.toISOString()} (and a day before) the chain shows ${shown} settled transfers as their rows say.`,
    ...(lines.length > 0 ? lines : ["It shows no sales or refunds that the shop does not know."]),
    ...troubles.slice(0, MOST_SHOWN),
  ].join("\n");
}

function describeKind(kind: Found["kind"], all: readonly Found[]): string[] {
  const found = all.filter((one) => one.kind === kind);
  if (found.length === 0) return [];
  const shown = kind === "other" ? [] : found.slice(0, MOST_SHOWN).map((one) => `  ${describeOne(one)}`);
  const more = kind === "other" ? 0 : found.length - shown.length;
  return [
    `${headings[kind]}: ${found.length}, together ${sumOf(found)}.`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more (--json prints all)`] : []),
  ];
}

function describeOne(found: Found): string {
  const { time, network, transaction, payer, amount } = found.transfer;
  const offers = "offers" in found ? found.offers.map(({ title }) => `“${title}”`).join(" or ") : "";
  const what = offers ? `${offers}, ` : "";
  return `${time.toISOString()}  ${what}${money(network, amount)}, paid by ${payer}, ${network} ${transaction}`;
}

function sumOf(found: readonly Found[]): string {
  const sums = new Map<string, bigint>();
  for (const { transfer } of found) sums.set(transfer.network, (sums.get(transfer.network) ?? 0n) + transfer.amount);
  return [...sums].map(([network, amount]) => `${money(network, amount)} on ${network}`).join(" and ");
}

function money(network: string, amount: bigint): string {
  const method = shop.methods.find((one) => one.handles(network) && one.readableNetworks().includes(network));
  return method ? method.displayAmount({ network, amount }) : amount.toString();
}

/** Payments that nobody has claimed, for people. */
export function describeWaiting(rows: readonly WaitingTransfer[]): string {
  if (rows.length === 0) return "No payment that was found is waiting.";
  return rows.map(describeRow).join("\n");
}

function describeRow(row: WaitingTransfer): string {
  const { id, network, transaction, payer, payee, amount, title, fileId } = row;
  const what = `“${title}” (${fileId}), ${money(network, BigInt(amount))} from ${payer} to ${payee}`;
  return `${id}  ${stateOf(row)}\n  ${what}, ${network} ${transaction}`;
}

function stateOf({ waitsForOperator, allowedAt, askedAt }: WaitingTransfer): string {
  if (!waitsForOperator || allowedAt) return "opens to the payer’s signature";
  return askedAt ? `its payer asked for it at ${askedAt.toISOString()}, and waits for you` : "waits for you";
}

/** What the chain shows, for programs. */
export function comparisonToJson({ since, shown, found, findings, obstacles }: Comparison) {
  return { since, shown, obstacles, findings, found: found.map(foundToJson) };
}

function foundToJson(found: Found) {
  const { network, transaction, logIndex, time, sender, payer, payTo, amount, offer, named } = found.transfer;
  return {
    kind: found.kind,
    offers: "offers" in found ? found.offers.map(({ id, fileId, title }) => ({ id, fileId, title })) : [],
    orderId: "orderId" in found ? found.orderId : null,
    ...{ network, transaction, logIndex, blockTime: time, sender, payer, payTo, amount: amount.toString() },
    offerId: offer?.id ?? named,
  };
}
