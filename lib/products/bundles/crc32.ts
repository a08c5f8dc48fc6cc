import "server-only";
import { crc32 } from "node:zlib";
import { db } from "@/lib/db/client";
import { storage } from "@/lib/storage/storage";

type Version = { id: string; storageKey: string; crc32: string | null };

/**
 * The CRC-32 of a version's bytes as eight hex digits. Uploads bring theirs; of older versions it is read once, and kept.
 * Outside a transaction: it may take as long as reading the file.
 *
 * @throws AppError `file_unavailable`
 */
export async function keepCrc32({ id, storageKey, crc32: known }: Version): Promise<string> {
  if (known !== null) return known;
  const read = await readCrc32(storageKey);
  await db().fileVersion.updateMany({ where: { id, crc32: null }, data: { crc32: read } });
  return read;
}

/** The same of stored bytes, streamed in constant memory. @throws AppError `file_unavailable` */
export async function readCrc32(storageKey: string): Promise<string> {
  let crc = 0;
  for await (const chunk of await storage().open(storageKey)) crc = crc32(chunk as Buffer, crc);
  return crc.toString(16).padStart(8, "0");
}
