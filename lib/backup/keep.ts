import "server-only";
import { DAY } from "@/lib/clock";

/** Which backups stay: those that either allows. Undefined allows none. */
export type Keep = { newest?: number; days?: number };

type Dated = { name: string; createdAt: Date };

/**
 * The backups that need not be kept. The one that was just written always stays, whatever the clock says, and by number
 * the others count by their time.
 *
 * @param latest the name of the one just written
 */
export function tooOld(backups: readonly Dated[], latest: string, { newest = 0, days }: Keep, now: Date): string[] {
  const others = backups
    .filter(({ name }) => name !== latest)
    .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  const since = days === undefined ? null : now.getTime() - days * DAY;
  const isYoung = ({ createdAt }: Dated) => since !== null && createdAt.getTime() >= since;
  return others.filter((one, at) => at + 1 >= newest && !isYoung(one)).map(({ name }) => name);
}
