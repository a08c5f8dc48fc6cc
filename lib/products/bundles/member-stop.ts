import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { type BundleMember, readMembers } from "./read-members";
import type { MemberInfo } from "./schema";

/** The member that keeps a bundle from being sold, and why: by the operator, by its seller, or because its bytes are not here. */
type MemberStop = { fileId: string; title: string; why: Exclude<MemberInfo["closed"], null> };

/** Whether the operator has stopped it: what was paid meanwhile is owed back (rule 12). */
export const isByOperator = ({ why }: MemberStop) => why === "withheld" || why === "suspended";

/**
 * Which member stops the sale of a bundle: a buyer pays for all of them. A member that is only paused does not: it is not
 * sold alone.
 */
export function findStop(members: readonly BundleMember[]): MemberStop | null {
  const stops = members.flatMap((member): MemberStop[] => {
    const why = whyClosed(member);
    return why ? [{ fileId: member.fileId, title: member.file.title, why }] : [];
  });
  return stops.find(isByOperator) ?? stops[0] ?? null;
}

/** Why a bundle with this member is not sold, or null. */
export function whyClosed({ file, bytesGoneAt }: BundleMember): MemberInfo["closed"] {
  if (file.withheldAt !== null) return "withheld";
  if (file.suspendedAt !== null) return "suspended";
  if (bytesGoneAt !== null) return "gone";
  if (file.removedAt !== null) return "removed";
  return file.storageEndsAt === null ? null : "ending";
}

/** The same for a version, inside the caller's transaction. Null for a file that is no bundle. */
export async function readStop(client: Db | Tx, versionId: string): Promise<MemberStop | null> {
  return findStop(await readMembers(client, versionId));
}

/** Refuses to sell a bundle that a member stops. @throws AppError `member_stopped` */
export async function requireNoStop(tx: Tx, versionId: string): Promise<void> {
  const stop = await readStop(tx, versionId);
  if (stop) throw new AppError("member_stopped", { detail: stopWords(stop) });
}

/** For people: which file it is, and why. */
export function stopWords({ title, why }: MemberStop): string {
  const reasons = {
    withheld: "the operator of this server has closed it",
    suspended: "the operator of this server has stopped its sale",
    removed: "its seller has removed it",
    gone: "it is no longer stored here",
    ending: "the operator of this server ends its storage",
  };
  return `The bundle contains “${title}”, and ${reasons[why]}. Nothing was charged.`;
}
