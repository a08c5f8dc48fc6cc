import "server-only";
import { MINUTE, systemClock } from "@/lib/clock";
import { db, whileUnchanged } from "@/lib/db/client";
import { type BundleMember, readMembers } from "@/lib/products/bundles/read-members";
import { isPayable, payableSince, type TermsRow } from "./payable-terms";
import { type FileVersion, toVersion } from "./version";

/** A file with everything that a challenge, a page or a download needs. */
export type FileForSale = {
  id: string;
  sellerId: string;
  seller: {
    id: string;
    chainId: number;
    address: string;
    payTo: string;
    payToNetworks: string;
    /** Since when the payout address waits for the seller's confirmation, after a restore without a journal. */
    payoutHeldAt: Date | null;
    /** When the operator stopped the sale of everything that the seller sells. */
    suspendedAt: Date | null;
    /** Bytes that the operator lets this seller store; null: as the settings say. */
    quotaBytes: bigint | null;
    name: string | null;
    contact: string | null;
    /** `#rrggbb` of the pages of its files; null: as the operator chose it. */
    accent: string | null;
    /** The name of the seller's page, `/s/{handle}`. */
    handle: string | null;
    /** SHA-256 of the seller's picture. */
    picture: string | null;
    /** The domain that is proven by DNS now. */
    provenDomain: string | null;
  };
  title: string;
  description: string;
  paused: boolean;
  listed: boolean;
  /** As the seller chose it, see `saleEndsAt`; null: without an end. */
  onSaleUntil: Date | null;
  /** Until when its storage is paid for; null if nobody pays. */
  keptUntil: Date | null;
  /** How large a version may be for what was paid. */
  keptBytes: bigint | null;
  /** The operator ends its storage then. */
  storageEndsAt: Date | null;
  /** Nobody else may pay for more time. */
  onlySellerExtends: boolean;
  /** What it shows before it is paid for, as it is stored; null: the default. */
  showing: string | null;
  /** When the operator stopped its sale. */
  suspendedAt: Date | null;
  /** When the operator closed its bytes to everybody. */
  withheldAt: Date | null;
  removedAt: Date | null;
  /** Its name in its readable link. */
  slug: string | null;
  views: number;
  priceChecks: number;
  createdAt: Date;
  /** The current bytes: those of the current terms. */
  version: FileVersion;
  /** What a bundle contains, in the order of its seller; null for a file. */
  members: readonly BundleMember[] | null;
  /** The current terms. */
  terms: TermsRow;
  /**
   * Terms that can be paid: the current ones first, then closed ones still inside rule 7's window, the newest first.
   * A closed row with price 0 gives nobody the file: being free is read from `terms` alone.
   */
  payableTerms: TermsRow[];
};

/**
 * Finds a file by its id, removed ones included.
 *
 * @returns null when there never was such a file
 */
export async function findFile(fileId: string, now: Date = systemClock.now()): Promise<FileForSale | null> {
  const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE);
  const row = await whileUnchanged(`file ${fileId} ${minute.getTime()}`, () => readRow(fileId, minute));
  if (!row) return null;
  const { terms: rows, updatedAt: _, members, ...file } = row;
  const payable = rows.map((terms) => ({ ...terms, version: toVersion(terms.version) }));
  const current = payable.find((terms) => terms.until === null);
  if (!current) throw new Error(`File ${fileId} has no current terms.`);
  return {
    ...file,
    version: current.version,
    members,
    terms: current,
    payableTerms: [current, ...payable.filter((terms) => terms !== current && isPayable(terms, now))],
  };
}

const sellerColumns = {
  id: true,
  chainId: true,
  address: true,
  payTo: true,
  payToNetworks: true,
  payoutHeldAt: true,
  suspendedAt: true,
  quotaBytes: true,
  name: true,
  contact: true,
  accent: true,
  handle: true,
  picture: true,
  provenDomain: true,
} as const;

/** With the terms that could be paid at any time of that minute: a cached response must not depend on the second. */
async function readRow(fileId: string, minute: Date) {
  const row = await db().file.findUnique({
    where: { id: fileId },
    include: {
      seller: { select: sellerColumns },
      terms: {
        where: { revokedAt: null, OR: [{ until: null }, { until: { gt: payableSince(minute) } }] },
        orderBy: { from: "desc" },
        include: { version: true },
      },
    },
  });
  if (!row) return null;
  const version = row.terms.find(({ until }) => until === null)?.version;
  return { ...row, members: version?.bundled ? await readMembers(db(), version.id) : null };
}
