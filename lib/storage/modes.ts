import "server-only";
import type { Settings } from "@/lib/settings/parse-settings";

/** Who may read files for sale and enter their folders: the shop's own user; the group as well if nginx sends them. */
export function modesFor({ by }: Settings["sendFiles"]): { folder: number; file: number; umask: number } {
  return by === "nginx" ? { folder: 0o750, file: 0o640, umask: 0o027 } : { folder: 0o700, file: 0o600, umask: 0o077 };
}
