import "server-only";
import type { SessionList } from "./schema";
import { listSessions, type SessionsOf } from "./sessions";

/**
 * What a wallet may see of its sessions: `GET /api/sessions` and `GET /api/purchases/sessions`.
 *
 * @param ownId the session that asks
 */
export async function describeSessions(ownId: string, of: SessionsOf, now: Date): Promise<SessionList> {
  const rows = await listSessions(of, now);
  return {
    sessions: rows.map(({ id, agent, begunAt, seenAt, endsAt }) => ({
      id,
      current: id === ownId,
      agent,
      begunAt: begunAt.toISOString(),
      seenAt: seenAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })),
  };
}
