import "server-only";
import type { FileForSale } from "@/lib/files/find-file";
import { findAccess } from "./find-access";
import type { Access } from "./outcome";
import { readCookies } from "./read-request";

export type VisitorAccess = {
  /** `pending`: this browser's payment is still being confirmed. */
  access: Access | "pending" | null;
  /** ISO 8601. */
  downloadUntil: string | null;
  paymentId: string | null;
};

/** What the visitor of a file's page may do, by the cookies of a request to our own page. */
export async function readVisitorAccess(
  file: FileForSale,
  cookieHeader: string | null | undefined,
  now: Date,
): Promise<VisitorAccess> {
  const shown = await readCookies(cookieHeader);
  const found = await findAccess(file, shown, now);
  if (found.kind === "pending") return { access: "pending", downloadUntil: null, paymentId: found.payment.id };
  if (found.kind === "none") return { access: null, downloadUntil: null, paymentId: null };
  return {
    access: found.access,
    downloadUntil: found.grant?.downloadUntil.toISOString() ?? null,
    paymentId: found.payment?.id ?? null,
  };
}
