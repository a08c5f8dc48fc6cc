import "server-only";
import { db } from "@/lib/db/client";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";

const kept = () => perProcess("restoration-epoch", () => ({ epoch: "" }));

/**
 * Reads which restore this database comes from. At the start, before the first request: a running shop never gets another
 * database.
 */
export async function loadEpoch(): Promise<void> {
  const newest = await db().restoration.findFirst({ orderBy: { restoredAt: "desc" }, select: { epoch: true } });
  kept().epoch = newest?.epoch ?? "";
}

/**
 * The secret of everything that ends with a restore: sessions, tickets and nonces. A shop that was never restored has the
 * session secret itself, so an update ends none of them.
 */
export function epochSecret(): string {
  return inThisEpoch(settings().sessionSecret);
}

/** The same, and after it those of earlier session secrets, which still open what they sealed. */
export function epochSecrets(): string[] {
  const { sessionSecret, oldSessionSecrets } = settings();
  return [sessionSecret, ...oldSessionSecrets].map(inThisEpoch);
}

function inThisEpoch(secret: string): string {
  const { epoch } = kept();
  return epoch === "" ? secret : `${secret} ${epoch}`;
}
