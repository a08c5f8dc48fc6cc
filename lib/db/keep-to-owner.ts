import "server-only";
import { chmod, stat } from "node:fs/promises";

/** For group and others. */
const NOT_OWNER = 0o077;

/**
 * Keeps other users of this machine from the database: it has complaints with addresses, buyers' wallets and signatures.
 * Databases of releases up to 0.2.0 could be read by everybody. Where modes cannot be changed, nothing happens.
 *
 * @param url `file:` and an absolute path
 */
export async function keepToOwner(url: string): Promise<void> {
  const path = url.replace(/^file:/, "");
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const mode = (await stat(file).catch(() => null))?.mode;
    if (mode !== undefined && (mode & NOT_OWNER) !== 0) await chmod(file, mode & ~NOT_OWNER & 0o777).catch(() => {});
  }
}
