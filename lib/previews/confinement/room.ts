import "server-only";
import { existsSync } from "node:fs";
import { type Folders, NO_CONFIGURATION, needed } from "./needed-files";

/**
 * A room of its own for a program, by namespaces (namespaces(7)): a root folder that has only what it needs, no network, no
 * other process and no /proc. For systems whose setpriv has neither Landlock nor filters of system calls (Debian 12).
 */

/** Covered by the new root, in the program's own view only: every Linux has it, and nothing of it is ever needed. */
const ROOT = "/sys";

/**
 * Arguments: pairs of mount options and a path, `--`, the command. A folder below another one comes after it. The last step is
 * chroot, since a process without capabilities cannot leave it, nor begin another user namespace in it.
 */
const BUILD = `set -e
mount -t tmpfs -o mode=755,size=1m,nosuid,nodev none ${ROOT}
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then mkdir -p "${ROOT}$2"; else mkdir -p "${ROOT}\${2%/*}"; : > "${ROOT}$2"; fi
  mount -o "bind,$1" "$2" "${ROOT}$2"
  shift 2
done
shift
mount -o remount,bind,ro ${ROOT}
exec chroot ${ROOT} "$@"`;

const NAMESPACES = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--uts"];

/** Ends with the program that started it, also when only that is killed. */
const AS_ONE = ["--fork", "--kill-child"];

/** Root of this namespace keeps none of root's rights. */
const NO_RIGHTS = ["--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"];

/** What to put in front of a program's own command. */
export function roomCommand({ read, write = [] }: Folders): string[] {
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find(existsSync) ?? "setpriv";
  const libraries = needed().filter((path) => path !== NO_CONFIGURATION);
  const mounts = [
    ...[process.execPath, setpriv, ...libraries, ...read].flatMap((path) => ["ro,nosuid,nodev", path]),
    // A device, so without `nodev`.
    ...["ro,nosuid", NO_CONFIGURATION],
    ...write.flatMap((path) => ["rw,nosuid,nodev,noexec", path]),
  ];
  // The parent sets a priority too late for what has been forked by then.
  const unshare = ["nice", "-n", "10", "unshare", ...NAMESPACES, ...AS_ONE, "--"];
  return [...unshare, "/bin/sh", "-c", BUILD, "sh", ...mounts, "--", setpriv, ...NO_RIGHTS, "--"];
}
