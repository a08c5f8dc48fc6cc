import { join } from "node:path";
import Database from "better-sqlite3";

/** Where the bytes of a file for sale lie. Read from the app's database, which it continues using. */
export function storedPath(dataDir: string, fileId: string): string {
  const database = new Database(join(dataDir, "filekiosk.db"), { readonly: true });
  try {
    const row = database.prepare("SELECT storageKey FROM FileVersion WHERE fileId = ?").get(fileId) as {
      storageKey: string;
    };
    return join(dataDir, "files", row.storageKey.slice(0, 2), row.storageKey);
  } finally {
    database.close();
  }
}
