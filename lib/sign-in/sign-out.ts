import "server-only";
import { noteEvent } from "@/lib/audit/note-event";
import { endSession, endSessions, type SessionsOf } from "./sessions";

/**
 * Ends one session of a wallet, or all of that kind.
 *
 * @param which the session's id
 * @returns whether there was one to end
 */
export async function signOut(which: string | "everywhere", of: SessionsOf, now: Date): Promise<boolean> {
  const ended = which === "everywhere" ? await endSessions(of) : Number(await endSession(which, of));
  if (ended === 0) return false;
  const by = { kind: of.kind, account: of.wallet.address };
  await noteEvent({ act: "signed-out", by, detail: { sessions: ended } }, now);
  return true;
}
