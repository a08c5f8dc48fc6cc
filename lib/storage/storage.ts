import "server-only";
import { join } from "node:path";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { StorageDriver } from "./driver";
import { filesystemDriver } from "./filesystem";

/** Where files for sale are kept: the one driver that the settings choose. */
export function storage(): StorageDriver {
  const root = join(settings().dataDir, "files");
  return perProcess(`storage:${root}`, () => filesystemDriver(root));
}
