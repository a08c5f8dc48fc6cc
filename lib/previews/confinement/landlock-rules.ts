import "server-only";
import { type Folders, isFolder, loaders, needed } from "./needed-files";

/** Names of access rights as setpriv(1) has them (landlock(7)). */
const WRITE = "read-file,read-dir,write-file,make-reg,remove-file,truncate,refer";

/**
 * Rules for `setpriv --landlock-rule`, by which Node can load itself, the app's packages and these folders, and nothing else:
 * no file of the shop, no settings, and no other process's memory or environment below /proc.
 */
export function landlockRules({ read, write = [] }: Folders): string[] {
  // Of the program itself, since setpriv becomes it: how much memory it has.
  const self = "/proc/self";
  return [
    ...[process.execPath, ...loaders()].map((path) => rule("execute,read-file", path)),
    ...[...needed(), self, ...read].map((path) => rule(isFolder(path) ? "read-file,read-dir" : "read-file", path)),
    ...write.map((path) => rule(WRITE, path)),
  ];
}

const rule = (access: string, path: string) => `path-beneath:${access}:${path}`;
