import "server-only";
import { linkUrl, sellerUrl } from "@/lib/links/link-url";
import { sellerPictureUrl } from "@/lib/links/picture-url";
import { formatUsd } from "@/lib/money";
import { offersFor } from "@/lib/offers/offers-for";
import type { Shown } from "@/lib/previews/read-previews";
import { whyClosed } from "@/lib/products/bundles/member-stop";
import type { BundleMember } from "@/lib/products/bundles/read-members";
import type { BundleInfo } from "@/lib/products/bundles/schema";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { fileState, saleEndsAt, storageEnding } from "./file-state";
import { fileUrl } from "./file-url";
import type { FileForSale } from "./find-file";
import { mayExtend } from "./may-extend";
import type { FileInfo } from "./schema";
import { type LastDownload, storedUntil } from "./stored-until";

/** Under this many bytes the SHA-256 would let anyone guess the content, such as a licence key, so it stays hidden. */
const HASH_HIDDEN_BELOW = 1_024;

/**
 * The public facts of a file. Contains nothing that helps to guess the bytes.
 *
 * @param lastDownload of the live grants that open the current version, see `readLastDownload`
 * @param shown see `readPreview`
 */
export function fileInfo(
  file: FileForSale,
  now: Date,
  lastDownload: LastDownload,
  {
    preview,
    previews,
    sample,
    sampleFile,
    facts,
    excerpt,
    dimensions,
  }: Omit<Shown, "picture" | "pictures" | "showing" | "covers">,
  reader: "anybody" | "seller" = "anybody",
): FileInfo {
  const { priceMicroUsd, downloadDays } = file.terms;
  const { version } = file;
  const state = fileState(file, now);
  // Its own words may be why it was closed.
  const isClosed = state === "withheld";
  return {
    id: file.id,
    url: fileUrl(file.id),
    readableUrl: linkUrl(file),
    state,
    name: version.name,
    title: file.title,
    description: isClosed ? "" : file.description,
    size: version.size,
    mediaType: version.mediaType,
    codecs: version.codecs,
    dimensions,
    preview: isClosed ? null : preview,
    previews: isClosed ? [] : previews,
    sample: isClosed ? null : sample,
    sampleFile: isClosed ? null : sampleFile,
    facts: isClosed ? null : facts,
    excerpt: isClosed ? {} : excerpt,
    // A bundle's is that of its list.
    sha256: version.bundled || version.size < HASH_HIDDEN_BELOW ? null : version.sha256,
    version: version.number,
    versionCreatedAt: version.createdAt.toISOString(),
    price: formatUsd(priceMicroUsd),
    priceMicroUsd: priceMicroUsd.toString(),
    free: priceMicroUsd === 0n,
    offers: offersFor(file.terms),
    seller: sellerOf(file),
    onSaleUntil: file.onSaleUntil?.toISOString() ?? null,
    saleEndsAt: saleEndsAt(file)?.toISOString() ?? null,
    downloadDays,
    keptUntil: file.keptUntil?.toISOString() ?? null,
    storageEnding: storageEnding(file),
    mayExtend: mayExtend(file, lastDownload, reader, now),
    storedUntil: storedUntil(file, lastDownload)?.toISOString() ?? null,
    bytesGoneAt: version.bytesGoneAt?.toISOString() ?? null,
    createdAt: file.createdAt.toISOString(),
    ...(file.members ? { bundle: bundleInfo(file.members, version.sha256) } : {}),
  };
}

/** What a bundle contains. The list gives away no hash from which a member could be guessed, nor does its own hash. */
function bundleInfo(members: readonly BundleMember[], manifest: string): BundleInfo {
  const isGuessable = ({ size }: BundleMember) => size < HASH_HIDDEN_BELOW;
  return {
    manifestSha256: members.some(isGuessable) ? null : manifest,
    members: members.map((member) => {
      const { fileId, name, size, mediaType, codecs, createdAt, file } = member;
      const closed = whyClosed(member);
      return {
        ...{ fileId, name, title: file.title, size, mediaType, codecs },
        sha256: isGuessable(member) ? null : member.sha256,
        createdAt: createdAt.toISOString(),
        closed,
      };
    }),
  };
}

/** The refund policy is the one that a sale would be bound to. */
function sellerOf({ seller, terms }: FileForSale): FileInfo["seller"] {
  const { address, name, contact } = seller;
  const { refundPolicy, refundNote } = terms;
  return {
    address,
    name,
    contact,
    refundPolicy: refundPolicy as RefundPolicy | null,
    refundNote,
    page: sellerUrl(seller),
    ...(seller.suspendedAt === null
      ? { picture: sellerPictureUrl(seller), domain: seller.provenDomain }
      : { picture: null, domain: null }),
  };
}
