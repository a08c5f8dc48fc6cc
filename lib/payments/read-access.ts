import "server-only";
import type { FileForSale } from "@/lib/files/find-file";
import { findAccess } from "./find-access";
import { openVersion } from "./open-version";
import type { Access } from "./outcome";
import { toOpenVersion } from "./purchase-result";
import { readCookies } from "./read-request";
import type { OpenVersion } from "./schema";

export type VisitorAccess = {
  /** `pending`: this browser's payment is still being confirmed. */
  access: Access | "pending" | null;
  /** ISO 8601. */
  downloadUntil: string | null;
  paymentId: string | null;
  /** What may be downloaded, the newest first. Empty when there is no access, or nothing is left. */
  versions: OpenVersion[];
  /** The number of the version that was bought; null for the seller and for free files. */
  boughtVersion: number | null;
};

const nothing = { access: null, downloadUntil: null, paymentId: null, versions: [], boughtVersion: null };

/** What the visitor of a file's page may do, by the cookies of a request to our own page. */
export async function readVisitorAccess(
  file: FileForSale,
  cookieHeader: string | null | undefined,
  now: Date,
): Promise<VisitorAccess> {
  const shown = await readCookies(cookieHeader);
  const found = await findAccess(file, shown, now);
  if (found.kind === "pending") return { ...nothing, access: "pending", paymentId: found.payment.id };
  if (found.kind === "none") return nothing;
  const opened = await openVersion(file, found, undefined);
  const versions = opened.kind === "open" ? opened.versions : [];
  return {
    access: found.access,
    downloadUntil: found.grant?.downloadUntil.toISOString() ?? null,
    paymentId: found.payment?.id ?? null,
    versions: versions.map(toOpenVersion),
    boughtVersion: versions.find(({ id }) => id === found.grant?.versionId)?.number ?? null,
  };
}
