import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { wantPreviewAgain } from "@/lib/previews/want-preview";
import { perProcess } from "@/lib/process";
import { SNIFFER, sniff } from "@/lib/sniffing/sniff-type";
import { storedBytes } from "@/lib/storage/byte-source";

/** Versions in one run. Of each only a few small parts are read. */
const BATCH = 50;

type Stored = { id: string; fileId: string; name: string; mediaType: string; size: bigint; storageKey: string };

/**
 * Detects again what files are that were uploaded under an earlier release: it took some texts for pictures or programs,
 * and knew no codecs. Only the media type and the codecs change. A buyer's resumed download goes on as before: number,
 * name, hash and date of the version, which its validators are made of, stay.
 *
 * A version whose bytes cannot be read at the moment is tried again after all others.
 */
export async function resniff(now: Date): Promise<void> {
  const place = perProcess("resniffing.place", () => ({ after: "" }));
  const versions = await db().fileVersion.findMany({
    where: { sniffer: { lt: SNIFFER }, bytesGoneAt: null, bundled: false, id: { gt: place.after } },
    orderBy: { id: "asc" },
    take: BATCH,
  });
  for (const version of versions) {
    try {
      await sniffAgain(version, now);
    } catch (err) {
      log.warn({ err, versionId: version.id }, "What this file is could not be detected again; it is tried later.");
    }
  }
  place.after = versions.length === BATCH ? (versions.at(-1)?.id ?? "") : "";
}

async function sniffAgain({ id, fileId, name, size, storageKey, mediaType: before }: Stored, now: Date): Promise<void> {
  const { mediaType, codecs } = await sniff(storedBytes(storageKey, Number(size)), name);
  await db().$transaction(async (tx) => {
    const { count } = await tx.fileVersion.updateMany({
      where: { id, bytesGoneAt: null, sniffer: { lt: SNIFFER } },
      data: { mediaType, codecs: codecs.join(), sniffer: SNIFFER },
    });
    if (count === 1) await wantPreviewAgain(tx, { id, fileId, mediaType, size }, before, now);
  });
  if (mediaType !== before)
    log.info({ versionId: id, before, mediaType }, "This file is of another type than was thought.");
}
