import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { notify } from "@/lib/outbox/notify";
import { perProcess } from "@/lib/process";
import { type Condition, findConditions } from "./conditions";

/** A condition is told after it has lasted this long (ms): a node that is slow once is none. */
const LASTS = 2 * MINUTE;
/** One that was not seen for this long (ms) is over: if it comes back, it is told again. */
const OVER_AFTER = 15 * MINUTE;

/** A job: compares the state of the shop with what the operator was told last, and tells each condition once. */
export async function watchShop(now: Date): Promise<void> {
  await noteConditions(await findConditions(now), now);
}

/** @param found what is true now */
export async function noteConditions(found: Condition[], now: Date): Promise<void> {
  const over = new Date(now.getTime() - OVER_AFTER);
  await db().alarm.updateMany({ where: { isOn: true, seenAt: { lt: over } }, data: { isOn: false } });
  const since = firstSeen();
  const ids = found.map(({ kind, place }) => `${kind} ${place}`);
  for (const id of since.keys()) if (!ids.includes(id)) since.delete(id);
  for (const condition of found) await note(condition, since, now);
}

async function note({ kind, place }: Condition, since: Map<string, number>, now: Date): Promise<void> {
  const id = `${kind} ${place}`;
  const first = since.get(id) ?? now.getTime();
  since.set(id, first);
  await db().$transaction(async (tx) => {
    const before = await tx.alarm.findUnique({ where: { id } });
    if (before?.isOn) {
      await tx.alarm.update({ where: { id }, data: { seenAt: now } });
      return;
    }
    if (now.getTime() - first < LASTS) return;
    const round = (before?.round ?? 0) + 1;
    const row = { round, isOn: true, seenAt: now };
    await tx.alarm.upsert({ where: { id }, create: { id, ...row }, update: row });
    await notify(tx, { kind, place, round }, now);
  });
}

/** When each condition was first seen by this process, in ms. */
function firstSeen(): Map<string, number> {
  return perProcess("alarms-first-seen", () => new Map());
}
