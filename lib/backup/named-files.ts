import "server-only";
import { db } from "@/lib/db/client";
import type { StoredFile } from "./manifest";
import type { Row } from "./rows";

type Naming = {
  /** Whether the row says that its bytes are stored. */
  has(row: Row): boolean;
  /** Whether the live database still says so. */
  stillHas(storageKey: string): Promise<boolean>;
};

/**
 * The tables that name stored bytes: file versions, pictures, and finished uploads that no seller has claimed yet. Bytes are
 * stored before the row is written, and the row is updated before the bytes are deleted.
 */
const naming: Record<StoredFile["table"], Naming> = {
  FileVersion: {
    // A bundle has the bytes of its files; backups of earlier releases know no bundles.
    has: ({ bytesGoneAt, bundled }) => bytesGoneAt === null && bundled !== true,
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

/** The stored file that a row names, or null. */
export function fileOf(table: string, row: Row): StoredFile | null {
  if (!isNaming(table) || !naming[table].has(row)) return null;
  const { storageKey, sha256, size } = row;
  return { table, storageKey: String(storageKey), sha256: String(sha256), size: Number(size) };
}

/** Whether the live database still names this file. */
export function isStillNamed({ table, storageKey }: StoredFile): Promise<boolean> {
  return naming[table].stillHas(storageKey);
}

function isNaming(table: string): table is StoredFile["table"] {
  return Object.hasOwn(naming, table);
}
