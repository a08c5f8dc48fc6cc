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

/** Names of access rights as setpriv(1) has them (landlock(7)). */
const WRITE = "read-file,read-dir,write-file,make-reg,remove-file,truncate,refer";

/**
 * Rules for `setpriv --landlock-rule`, by which Node can load itself, the app's packages and these folders, and nothing else:
 * no file of the shop, no settings, and no other process's memory or environment below /proc.
 */
export function landlockRules({ read, write = [] }: Folders): string[] {
  // Node's own configuration of OpenSSL is /dev/null; see `run-program.ts`.
  const libraries = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null"];
  // Of the program itself, since setpriv becomes it: how much memory it has.
  const self = "/proc/self";
  return [
    ...[process.execPath, ...loaders()].map((path) => rule("execute,read-file", path)),
    ...[...libraries, self, ...read]
      .filter(existsSync)
      .map((path) => rule(isFolder(path) ? "read-file,read-dir" : "read-file", path)),
    ...write.map((path) => rule(WRITE, path)),
  ];
}

const rule = (access: string, path: string) => `path-beneath:${access}:${path}`;
const isFolder = (path: string) => statSync(path).isDirectory();

/** Programs that load programs: the kernel runs them with each. */
function loaders(): string[] {
  return ["/lib", "/lib64"].filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^ld-.*\.so/.test(name))
      .map((name) => join(folder, name)),
  );
}
