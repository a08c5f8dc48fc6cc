import { formatBytes } from "@/commands/pay/format-bytes";
import type { Verified } from "@/lib/backup/verify";
import type { ChainReport } from "@/lib/backup/verify-chain";

/** How many lines of one kind are printed for people. JSON has all of them. */
const MOST_SHOWN = 20;

/** What was found, for people. */
export function describe(verified: Verified, chain: ChainReport | null): string {
  const findings = [...verified.findings, ...(chain?.findings ?? [])];
  return [headOf(verified), ...(chain ? describeChain(chain) : []), ...describeFindings(findings)].join("\n");
}

function headOf({ backup, rows, files, bytes }: Verified): string {
  const what = backup
    ? `Backup ${backup.name} of ${backup.shop}, written ${backup.createdAt.toISOString()} by version ${backup.madeBy}`
    : "This shop, as it is now";
  return `${what}: ${rows} rows, ${files} files (${formatBytes(bytes)}).`;
}

function describeChain({ since, shown, unknown }: ChainReport): string[] {
  const later = unknown.filter(({ isLater, purpose }) => isLater && purpose !== "perhaps");
  const perhaps = unknown.filter(({ purpose }) => purpose === "perhaps");
  return [
    `Since ${since.toISOString()} the chain shows ${shown} settled transfers as their rows say.`,
    ...(later.length > 0 ? [`Made since, so that a restore would have to find them again: ${later.length}.`] : []),
    ...later.map((one) => `  ${wordsOf(one)}`),
    ...(perhaps.length > 0 ? [`Transfers to sellers here that may be of other shops: ${perhaps.length}.`] : []),
    ...perhaps.slice(0, MOST_SHOWN).map((one) => `  ${wordsOf(one)}`),
  ];
}

function wordsOf({ time, network, transaction, payer, offer, named, purpose }: ChainReport["unknown"][number]): string {
  const offerId = offer?.id ?? named;
  const what = offerId
    ? `offer ${offerId}`
    : purpose === "sent"
      ? "sent by our gas account"
      : "for nothing that is known";
  return `${time.toISOString()}  ${what}, paid by ${payer}, ${network} ${transaction}`;
}

function describeFindings(findings: Verified["findings"]): string[] {
  if (findings.length === 0) return ["Everything is as it should be."];
  const shown = findings.slice(0, MOST_SHOWN).map(({ code, words }) => `${code}: ${words}`);
  const more = findings.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more (--json prints all).`] : [])];
}

/** The same, for programs. */
export function toJson({ backup, rows, files, bytes, findings }: Verified, chain: ChainReport | null) {
  return {
    backup,
    rows,
    files,
    bytes,
    findings: [...findings, ...(chain?.findings ?? [])],
    chain: chain && { since: chain.since, shown: chain.shown, unknown: chain.unknown.map(unknownToJson) },
  };
}

function unknownToJson(one: ChainReport["unknown"][number]) {
  const { network, transaction, logIndex, blockNumber, time, sender, payer, payTo, amount, nonce } = one;
  const { purpose, isLater, offer, named } = one;
  return {
    ...{ purpose, isLater, offerId: offer?.id ?? named, version: offer?.version ?? null },
    ...{ network, transaction, logIndex, blockNumber: blockNumber.toString(), blockTime: time },
    ...{ sender, payer, payTo, amount: amount.toString(), nonce },
  };
}
