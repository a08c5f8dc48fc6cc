import "server-only";
import { db } from "@/lib/db/client";
import type { StoredFile } from "./manifest";
import type { Row } from "./rows";

type Naming = {
  /** Whether the row says that its bytes are stored. */
  has(row: Row): boolean;
  /** Whether that still holds. */
  stillHas(storageKey: string): Promise<boolean>;
};

/**
 * The tables that name stored bytes: versions that are sold, pictures, and uploads that wait for their seller. Bytes are
 * stored before their row says so, and the row says that they are gone before they are deleted.
 */
const naming: Record<StoredFile["table"], Naming> = {
  FileVersion: {
    has: ({ bytesGoneAt }) => bytesGoneAt === null,
    stillHas: async (storageKey) =>
      (await db().fileVersion.findFirst({ where: { storageKey, bytesGoneAt: null } })) !== null,
  },
  Picture: {
    has: ({ state }) => state === "shown",
    stillHas: async (storageKey) => (await db().picture.findFirst({ where: { storageKey, state: "shown" } })) !== null,
  },
  Upload: {
    has: ({ state }) => state === "finished",
    stillHas: async (storageKey) =>
      (await db().upload.findFirst({ where: { storageKey, state: { in: ["finished", "used"] } } })) !== null,
  },
};

/** The bytes that a row of the database names; null if it names none, or none that are stored. */
export function fileOf(table: string, row: Row): StoredFile | null {
  if (!isNaming(table) || !naming[table].has(row)) return null;
  const { storageKey, sha256, size } = row;
  return { table, storageKey: String(storageKey), sha256: String(sha256), size: Number(size) };
}

/** Whether the shop still has what a row named a while ago. */
export function isStillNamed({ table, storageKey }: StoredFile): Promise<boolean> {
  return naming[table].stillHas(storageKey);
}

function isNaming(table: string): table is StoredFile["table"] {
  return Object.hasOwn(naming, table);
}
