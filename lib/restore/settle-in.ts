import "server-only";
import type { Manifest } from "@/lib/backup/manifest";
import { HOUR } from "@/lib/clock";
import { openDatabase, type Tx } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import type { Line } from "@/lib/journal/entries";
import { replayJournal } from "./replay/replay-journal";
import { withoutJournal } from "./without-journal";

/** How many entries of each kind changed something. */
export type Replayed = Record<string, number>;

type Source = {
  /** Of the backup. */
  name: string;
  manifest: Manifest;
  lines: readonly Line[];
  /** False: the lines may be incomplete. */
  hasJournal: boolean;
  now: Date;
};

/**
 * Makes rows of a backup those of a shop that begins again: what belonged to processes that are gone is dropped, what was
 * taken away since is taken away again, and the restore itself is recorded.
 *
 * @param url of the database that nobody uses yet
 */
export async function settleIn(url: string, { name, manifest, lines, hasJournal, now }: Source): Promise<Replayed> {
  const client = await openDatabase(url);
  try {
    return await client.$transaction(
      async (tx) => {
        await dropWhatEnded(tx, now);
        await leaveToTheChain(tx, now);
        await noteGone(tx, manifest.goneSince, now);
        const replayed = await replayJournal(tx, lines, now);
        if (!hasJournal) await withoutJournal(tx, now);
        await tx.restoration.create({
          data: {
            id: newId(),
            epoch: newSecret(),
            backup: name,
            since: new Date(manifest.createdAt),
            hasJournal,
            restoredAt: now,
          },
        });
        return replayed;
      },
      { timeout: HOUR },
    );
  } finally {
    await client.$disconnect();
  }
}

/** Of processes, sessions and connections that are gone. A lease's fence only grows. */
async function dropWhatEnded(tx: Tx, now: Date): Promise<void> {
  await tx.heartbeat.deleteMany();
  await tx.session.deleteMany();
  await tx.usedNonce.deleteMany();
  await tx.traffic.deleteMany();
  await tx.gasLease.updateMany({ data: { expiresAt: new Date(0) } });
  // Their bytes are in no backup.
  await tx.upload.updateMany({ where: { state: "receiving", paidDays: null }, data: { state: "discarded" } });
  // Room that was paid for stays: its bytes can be sent again, from the first one.
  await tx.upload.updateMany({ where: { state: "receiving" }, data: { sha256: null, createdAt: now } });
}

/** The shop may have sent these after the backup: only the chain tells (rule 3). */
async function leaveToTheChain(tx: Tx, now: Date): Promise<void> {
  await tx.transfer.updateMany({
    where: { state: { in: ["reserved", "settling"] } },
    data: { state: "unknown", processName: "", updatedAt: now },
  });
}

/** Files that the shop deleted while the backup was written. */
async function noteGone(tx: Tx, goneSince: readonly string[], now: Date): Promise<void> {
  for (const storageKey of goneSince) {
    await tx.fileVersion.updateMany({ where: { storageKey }, data: { bytesGoneAt: now } });
    await tx.picture.deleteMany({ where: { storageKey } });
    await tx.upload.updateMany({ where: { storageKey, state: "finished" }, data: { state: "discarded" } });
  }
  if (goneSince.length === 0) return;
  await tx.file.updateMany({ where: { versions: { none: { bytesGoneAt: null } } }, data: { bytesGone: true } });
}
