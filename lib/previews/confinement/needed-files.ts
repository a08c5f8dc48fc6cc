import "server-only";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a program needs besides itself. */
export type Folders = {
  /** Read with everything below them. */
  read: readonly string[];
  /** Read, and files in them written. */
  write?: readonly string[];
};

/** Libraries of the system, and what takes the place of Node's own configuration of OpenSSL (see `run-program.ts`). */
export function needed(): string[] {
  const libraries = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache"];
  return [...libraries, NO_CONFIGURATION].filter(existsSync);
}

export const NO_CONFIGURATION = "/dev/null";

/** Programs that load programs: the kernel runs them with each. */
export function loaders(): string[] {
  return ["/lib", "/lib64"].filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^ld-.*\.so/.test(name))
      .map((name) => join(folder, name)),
  );
}

export const isFolder = (path: string) => statSync(path).isDirectory();
