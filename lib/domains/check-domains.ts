import "server-only";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { readTxt } from "@/lib/outbound/read-txt";
import { settle } from "./prove-domain";
import { recordName } from "./record";

/** A proof is checked again after a day, one whose record is missing after six hours. */
const AGAIN = DAY;
const SOON = 6 * HOUR;
/** Names of one run: each takes some seconds at worst. */
const BATCH = 20;

/** Asks DNS again about domains that are proven, those that were not asked about for longest first. */
export async function checkDomains(now: Date): Promise<void> {
  const before = (time: number) => ({ lt: new Date(now.getTime() - time) });
  const due = await db().domainProof.findMany({
    where: {
      provenAt: { not: null },
      OR: [{ checkedAt: before(AGAIN) }, { missingAt: { not: null }, checkedAt: before(SOON) }],
    },
    orderBy: { checkedAt: "asc" },
    take: BATCH,
  });
  for (const proof of due) {
    // Claimed first, so that two processes do not ask twice.
    const { id, checkedAt, sellerId, domain } = proof;
    const claimed = await db().domainProof.updateMany({ where: { id, checkedAt }, data: { checkedAt: now } });
    const seller = claimed.count === 1 ? await db().seller.findUnique({ where: { id: sellerId } }) : null;
    if (!seller) continue;
    try {
      await settle({ ...proof, seller }, await readTxt(recordName(domain)), now);
    } catch (err) {
      log.error({ err, domain }, "A domain could not be checked; a later run tries again.");
    }
  }
}
