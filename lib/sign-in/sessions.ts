import "server-only";
import { db, whileUnchanged } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import type { Identity } from "./check-signature";
import { SEEN_PARTS, type SessionKind, sessionKinds } from "./session-kinds";

/** Sessions that have not ended, as rows: whoever holds the seal of one is signed in only while its row exists. */

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;

/** A session as its wallet may see it. */
type SessionRow = Pick<Row, "id" | "agent" | "begunAt" | "seenAt" | "endsAt">;

/** Whose sessions: a wallet's of one kind. */
export type SessionsOf = { kind: SessionKind; wallet: Pick<Identity, "chainId"> & { address: string } };

/**
 * Begins a session, after a signature. With too many of that wallet and kind, the one not used for longest ends.
 *
 * @param agent what to call the browser in the list of sessions; null for programs
 * @returns its id, which the caller seals into a cookie
 */
export async function beginSession(of: SessionsOf, agent: string | null, now: Date): Promise<string> {
  const { lifetime, most } = sessionKinds[of.kind];
  const id = newId();
  await db().$transaction(async (tx) => {
    const surplus = await tx.session.findMany({
      where: ownedBy(of),
      orderBy: { seenAt: "desc" },
      skip: most - 1,
      select: { id: true },
    });
    await tx.session.deleteMany({ where: { id: { in: surplus.map((row) => row.id) } } });
    const endsAt = new Date(now.getTime() + lifetime);
    await tx.session.create({ data: { id, ...ownedBy(of), agent, begunAt: now, seenAt: now, endsAt } });
  });
  return id;
}

/** Whether this session has not ended; notes that it was used. One read by key, and none while nothing in the database changes. */
export async function admitSession(id: string, of: SessionsOf, now: Date): Promise<boolean> {
  const row = await whileUnchanged(`session ${id}`, () => readRow(id));
  if (!row || row.kind !== of.kind || row.account !== accountOf(of) || hasEnded(row, now)) return false;
  await noteUse(row, now);
  return true;
}

/** The sessions of a wallet that have not ended, the last used first. */
export async function listSessions(of: SessionsOf, now: Date): Promise<SessionRow[]> {
  const rows = await db().session.findMany({ where: ownedBy(of), orderBy: { seenAt: "desc" } });
  return rows.filter((row) => !hasEnded(row, now));
}

/** Ends one session of a wallet; false when there is none of that id. */
export async function endSession(id: string, of: SessionsOf): Promise<boolean> {
  const { count } = await db().session.deleteMany({ where: { id, ...ownedBy(of) } });
  return count > 0;
}

/** Ends all sessions of a wallet of one kind: "sign out everywhere". @returns how many */
export async function endSessions(of: SessionsOf): Promise<number> {
  return (await db().session.deleteMany({ where: ownedBy(of) })).count;
}

/** Ends sessions of every kind, for operators: those of one address on every network, or all. @returns how many */
export async function endSessionsOf(address: string | "everybody"): Promise<number> {
  const where = address === "everybody" ? {} : { account: { endsWith: `:${address.toLowerCase()}` } };
  return (await db().session.deleteMany({ where })).count;
}

/** A job: deletes sessions that have ended by themselves. */
export async function sweepSessions(now: Date): Promise<void> {
  await db().session.deleteMany({ where: { endsAt: { lt: now } } });
  for (const [kind, { unused }] of Object.entries(sessionKinds)) {
    await db().session.deleteMany({ where: { kind, seenAt: { lt: new Date(now.getTime() - unused) } } });
  }
}

const readRow = (id: string) => prepared(db()).session.findFirst({ id });

function hasEnded({ kind, seenAt, endsAt }: Row, now: Date): boolean {
  const { unused } = sessionKinds[kind as SessionKind];
  return endsAt <= now || seenAt.getTime() + unused <= now.getTime();
}

/** A use that could not be noted must not turn a good request away: the next one notes it. */
async function noteUse({ id, kind, seenAt }: Row, now: Date): Promise<void> {
  const step = sessionKinds[kind as SessionKind].unused / SEEN_PARTS;
  if (now.getTime() - seenAt.getTime() < step) return;
  await db()
    .session.updateMany({ where: { id, seenAt }, data: { seenAt: now } })
    .catch((err: unknown) => log.warn({ err }, "The use of a session could not be noted."));
}

function ownedBy(of: SessionsOf) {
  return { kind: of.kind, account: accountOf(of) };
}

function accountOf({ wallet }: SessionsOf): string {
  return `${wallet.chainId}:${wallet.address.toLowerCase()}`;
}
