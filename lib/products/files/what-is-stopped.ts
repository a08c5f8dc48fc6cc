import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";

/**
 * What the operator's decisions stop about a file: its sale (`suspended`, also by a decision about its seller), or its
 * bytes as well (`withheld`). Null if nothing.
 */
export async function whatIsStopped(client: Db | Tx, fileId: string): Promise<"suspended" | "withheld" | null> {
  const file = await prepared(client).file.findFirst({ id: fileId });
  if (!file) return null;
  if (file.withheldAt !== null) return "withheld";
  if (file.suspendedAt !== null) return "suspended";
  const seller = await prepared(client).seller.findFirst({ id: file.sellerId });
  return seller && seller.suspendedAt !== null ? "suspended" : null;
}

/** The error that stands for what is stopped. */
export function stoppedCode(stopped: "suspended" | "withheld") {
  return stopped === "withheld" ? "file_withheld" : "file_suspended";
}

/** Refuses what a decision of the operator stops. @throws AppError `file_suspended`, `file_withheld` */
export async function requireNotStopped(tx: Tx, fileId: string): Promise<void> {
  const stopped = await whatIsStopped(tx, fileId);
  if (stopped) throw new AppError(stoppedCode(stopped));
}
