import "server-only";
import type { Prisma, FileVersion as VersionRow } from "@/generated/sqlite/client/client";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { dropPicturesOf } from "@/lib/previews/picture";
import { storage } from "@/lib/storage/storage";
import { payableSince } from "./payable-terms";
import { isNeeded } from "./still-needed";
import { storedAfterSale } from "./stored-until";
import { type FileVersion, toVersion } from "./version";

/** Versions checked in one run; the next run handles the rest. */
const BATCH = 200;
/** A crash can come between the row and the bytes: deleting is repeated for this long, in milliseconds. */
const REPEATED_FOR = 2 * DAY;
/** Replaced bytes are kept this long (ms): far longer than a buyer who saw them may take to pay, or a ticket is valid. */
const REPLACED_KEPT = HOUR;

/**
 * Deletes the bytes that nobody can need any more: those of removed files, of files whose sale ended 30 days ago and whose
 * storage is not paid for any longer, and of versions that were replaced. Never while a live grant opens them or a payment is
 * in progress (rule 4a). Row, hash and history stay.
 *
 * Only candidates are read, by indexes: files for sale and deleted ones cost nothing, no matter how many. Each version
 * is decided in its own transaction, and a failure keeps no other from its turn.
 */
export async function purgeFiles(now: Date): Promise<void> {
  await purgeFilesOver("onSaleUntil", before(now, storedAfterSale), notKept(now), now);
  await purgeFilesOver("keptUntil", now, { onSaleUntil: null }, now);
  await purgeFilesOver("removedAt", payableSince(now), {}, now);
  await purgeReplaced(now);
  const given = await db().fileVersion.findMany({
    where: { bytesGoneAt: { gte: before(now, REPEATED_FOR) } },
    select: { id: true, storageKey: true },
  });
  for (const { id, storageKey } of given) await safely(id, () => storage().remove(storageKey));
}

/** Deletes the bytes of versions that were given up by a decision of the operator; a failure is repeated by `purgeFiles`. */
export async function deleteBytes(fileId: string): Promise<void> {
  const given = await db().fileVersion.findMany({ where: { fileId, bytesGoneAt: { not: null } } });
  for (const { id, storageKey } of given) await safely(id, () => storage().remove(storageKey));
}

const notStopped = { suspendedAt: null, withheldAt: null, seller: { suspendedAt: null } };

/** Nobody has paid for its storage, or no longer. */
const notKept = (now: Date) => ({ OR: [{ keptUntil: null }, { keptUntil: { lt: now } }] });

const before = (now: Date, milliseconds: number) => new Date(now.getTime() - milliseconds);

type By = "onSaleUntil" | "keptUntil" | "removedAt";

/** Files whose sale or paid storage ended, or that were removed, before `moment`, oldest first, as the index has them. */
async function purgeFilesOver(by: By, moment: Date, which: Prisma.FileWhereInput, now: Date): Promise<void> {
  for (let last: { id: string; at: Date } | null = null; ; ) {
    const further: Prisma.FileWhereInput = last ? { OR: [{ [by]: { gt: last.at } }, { id: { gt: last.id } }] } : {};
    const due = { [by]: { lt: moment, ...(last && { gte: last.at }) } };
    const files: ({ id: string } & Record<By, Date | null>)[] = await db().file.findMany({
      where: { bytesGone: false, ...notStopped, ...due, AND: [which, further] },
      select: { id: true, onSaleUntil: true, keptUntil: true, removedAt: true },
      orderBy: [{ [by]: "asc" }, { id: "asc" }],
      take: BATCH,
    });
    // All of them, and the deleted ones are filtered here: with both conditions SQLite would read every version that is
    // not deleted.
    const versions = await db().fileVersion.findMany({ where: { fileId: { in: files.map(({ id }) => id) } } });
    await purgeVersions(
      versions.filter(({ bytesGoneAt }) => bytesGoneAt === null),
      now,
    );
    const end = files.at(-1);
    if (!end || files.length < BATCH) return;
    last = { id: end.id, at: end[by] ?? moment };
  }
}

async function purgeReplaced(now: Date): Promise<void> {
  for (let after = ""; ; ) {
    const versions = await db().fileVersion.findMany({
      where: {
        bytesGoneAt: null,
        replacedAt: { lt: before(now, REPLACED_KEPT) },
        file: notStopped,
        id: { gt: after },
      },
      orderBy: { id: "asc" },
      take: BATCH,
    });
    await purgeVersions(versions, now);
    if (versions.length < BATCH) return;
    after = versions.at(-1)?.id ?? after;
  }
}

async function purgeVersions(versions: VersionRow[], now: Date): Promise<void> {
  for (const row of versions) await safely(row.id, () => deleteUnneededBytes(toVersion(row), row.fileId, now));
}

/**
 * No longer for sale. A buyer may have seen the file just before it was removed, and be signing: rule 7's window passes
 * first.
 */
function isOver(now: Date): Prisma.FileVersionWhereInput {
  return {
    bytesGoneAt: null,
    // What the operator has stopped may be given back, and is evidence.
    file: notStopped,
    OR: [
      { file: { removedAt: { lt: payableSince(now) } } },
      { file: { onSaleUntil: { lt: before(now, storedAfterSale) }, ...notKept(now) } },
      { file: { onSaleUntil: null, keptUntil: { lt: now } } },
      { replacedAt: { lt: before(now, REPLACED_KEPT) } },
    ],
  };
}

class StillNeeded extends Error {}

/** Written first and then checked again: a payment may have been reserved, or the sale extended, in between. */
async function deleteUnneededBytes(version: FileVersion, fileId: string, now: Date): Promise<void> {
  if (await isNeeded(db(), version, fileId, now)) return;
  const giveUp = db().$transaction(async (tx) => {
    const given = { where: { id: version.id, ...isOver(now) }, data: { bytesGoneAt: now } };
    if ((await tx.fileVersion.updateMany(given)).count === 0) return;
    if (await isNeeded(tx, version, fileId, now)) throw new StillNeeded();
    await tx.file.updateMany({
      where: { id: fileId, versions: { none: { bytesGoneAt: null } } },
      data: { bytesGone: true },
    });
    await dropPicturesOf(tx, version, fileId);
  });
  await giveUp.catch((error: unknown) => {
    if (!(error instanceof StillNeeded)) throw error;
  });
}

async function safely(versionId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    log.error({ err, versionId }, "The bytes of a file could not be deleted; the next run tries again.");
  }
}
