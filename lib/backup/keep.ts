import "server-only";
import { DAY } from "@/lib/clock";

/** Which old backups to keep. A backup stays if either rule keeps it. */
export type Keep = { newest?: number; days?: number };

type Dated = { name: string; createdAt: Date };

/**
 * Returns the backups to delete. The one that was just written is never among them, even if the clock went back.
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
