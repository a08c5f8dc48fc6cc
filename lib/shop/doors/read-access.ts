import "server-only";
import { findEndedGrant, findExpiredGrant } from "@/lib/entitlements/grant";
import { chooseVersion, type VersionedFile } from "@/lib/products/files/access/choose-version";
import { type Access, type AccessibleFile, findAccess } from "@/lib/products/files/access/find-access";
import type { OpenVersion } from "@/lib/shop/schema";
import { openVersions } from "./purchase-result";
import { readCookies } from "./read-request";

export type VisitorAccess = {
  /** `pending`: this browser's payment is still being confirmed. */
  access: Access | "pending" | null;
  /** ISO 8601. */
  downloadUntil: string | null;
  paymentId: string | null;
  /** The versions that may be downloaded, the newest first. Empty when there is no access, or nothing is left. */
  versions: OpenVersion[];
  /** The number of the version that was bought; null for the seller and for free files. */
  boughtVersion: number | null;
  /** Access that this browser had: the seller has ended it, by a refund or as a gift; or its time is up. */
  ended: "refund" | "gift" | "time" | null;
  /** True when the seller refunded the payment. */
  refunded: boolean;
  /** What the operator's decision closes: the file, or what was paid for while its sale was stopped (rule 12). */
  closed: "withheld" | "refund-due" | null;
};

const nothing = {
  access: null,
  downloadUntil: null,
  paymentId: null,
  versions: [],
  boughtVersion: null,
  ended: null,
  refunded: false,
  closed: null,
};

/** What the visitor of a file's page may do, by the cookies of a request to our own page. */
export async function readVisitorAccess(
  file: AccessibleFile & VersionedFile,
  cookieHeader: string | null | undefined,
  now: Date,
): Promise<VisitorAccess> {
  const shown = await readCookies(cookieHeader);
  const found = await findAccess(file, shown, now);
  if (found.kind === "pending") return { ...nothing, access: "pending", paymentId: found.payment.id };
  if (found.kind === "none") {
    const ended = shown.claimToken ? await findEndedGrant(shown.claimToken) : null;
    if (!ended && shown.claimToken) return { ...nothing, ended: await endedByTime(file.id, shown.claimToken, now) };
    if (ended?.productId !== file.id) return nothing;
    return {
      ...nothing,
      paymentId: ended.orderId,
      ended: ended.orderId ? "refund" : "gift",
      refunded: ended.orderId !== null,
    };
  }
  const opened = await chooseVersion(file, found, undefined);
  const versions = opened.kind === "open" ? opened.versions : [];
  return {
    access: found.access,
    downloadUntil: found.grant?.until?.toISOString() ?? null,
    paymentId: found.payment?.id ?? null,
    versions: await openVersions(versions),
    ended: null,
    refunded: found.payment?.order.state === "refunded",
    closed: opened.kind === "refused" ? closedBy(opened.code) : null,
    boughtVersion: versions.find(({ id }) => id === found.grant?.partId)?.number ?? null,
  };
}

async function endedByTime(fileId: string, claimToken: string, now: Date): Promise<"time" | null> {
  const grant = await findExpiredGrant(claimToken, now);
  return grant?.productId === fileId ? "time" : null;
}

function closedBy(code: string): VisitorAccess["closed"] {
  if (code === "file_withheld") return "withheld";
  return code === "refund_due" ? "refund-due" : null;
}
