import "server-only";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { FILE } from "@/lib/products/files/file-ref";
import { findFile } from "@/lib/products/files/find-file";
import type { TestPurchase } from "@/lib/shop/schema";
import { shop } from "@/lib/shop/shop";
import { purchase } from "./purchase";

/** Somebody who shows nothing: no session, cookie or header of the seller's counts as a buyer's. */
const stranger = {
  claimToken: null,
  ticket: null,
  sellerId: null,
  payment: null,
  signIn: null,
  chosenClaimToken: null,
};

/**
 * Tries out for a seller how a buyer gets a file (rule 14): asks for the price as a stranger does, which leaves no trace, and
 * looks whether the bytes are there. No money moves, nothing is reserved, granted, signed or counted, nobody is told, and the
 * result proves nothing: its ticket is the one that the owner gets anyway.
 *
 * @throws AppError `file_not_found` for another seller's file, too; what a buyer is told when it cannot be bought;
 *   `file_unavailable` when its bytes are not there
 */
export async function testPurchase(sellerId: string, fileId: string, now: Date): Promise<TestPurchase> {
  const file = await findFile(fileId, now);
  if (file?.sellerId !== sellerId) throw new AppError("file_not_found");
  const outcome = await purchase({ ...stranger, fileId, now });
  if (outcome.kind === "refused" || outcome.kind === "unavailable") {
    throw new AppError(outcome.code, { detail: outcome.detail });
  }
  if (!(await shop.product(FILE).isDeliverable(file.terms.id))) throw new AppError("file_unavailable");
  const { number } = file.version;
  return { version: number, ticketUrl: ticketUrl(fileId, { kind: "owner", sellerId }, now, number) };
}
